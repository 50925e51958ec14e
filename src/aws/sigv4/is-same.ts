/** Compares in a time that says nothing of where the texts differ. */
export function isSame(computed: string, provided: string): boolean {
  if (computed.length !== provided.length) return false;
  let difference = 0;
  for (let i = 0; i < computed.length; i++) {
    difference |= computed.charCodeAt(i) ^ provided.charCodeAt(i);
  }
  return difference === 0;
}
