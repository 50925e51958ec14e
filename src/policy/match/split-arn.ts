/** The six fields of an ARN; the last keeps its colons. */
export type ArnFields = readonly [string, string, string, string, string, string];

/** Splits at the first five colons; undefined when there are fewer. */
export function splitArn(text: string): ArnFields | undefined {
  const ends: number[] = [];
  for (let from = 0; ends.length < 5; from = (ends.at(-1) ?? 0) + 1) {
    const colon = text.indexOf(":", from);
    if (colon === -1) return undefined;
    ends.push(colon);
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = ends;
  return [
    text.slice(0, a),
    text.slice(a + 1, b),
    text.slice(b + 1, c),
    text.slice(c + 1, d),
    text.slice(d + 1, e),
    text.slice(e + 1),
  ];
}
