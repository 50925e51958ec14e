/** A file that was written to while it was read: what was read may be of both versions. */
export function changedFile(path: string): Error {
  return new Error(`cannot upload \`${path}\`: it changed while it was read; run the sync again`);
}
