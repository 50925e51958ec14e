const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

// IAM User Guide, IAM identifiers: Unique identifiers.
const PREFIXES: Readonly<Record<string, string>> = {
  user: "AIDA",
  role: "AROA",
  group: "AGPA",
  policy: "ANPA",
};

/** The unique id of an IAM entity, the same for everyone who loads the same world. */
export function uniqueIdOf(arn: string): string {
  const kind = /^arn:[^:]+:iam::\d*:([a-z]+)\//.exec(arn)?.[1] ?? "";
  let id = PREFIXES[kind] ?? "AIDA";
  for (let position = 0; position < 17; position++) {
    id += ALPHABET[hash(`${position}:${arn}`) % ALPHABET.length] ?? "A";
  }
  return id;
}

/** FNV-1a with a final mix, so that neighbouring names give unlike ids; nothing rests on its strength. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
