/** A time as the JSON protocols write it. */
export function seconds(ms: number): number {
  return ms / 1000;
}
