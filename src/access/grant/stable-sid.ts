const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** What a statement of ours is about; the same parts always give the same Sid. */
export interface SidParts {
  readonly kind: "List" | "Objects" | "Key";
  readonly parts: readonly string[];
}

/** Names a statement of ours, so that a later run finds it again; Sids are alphanumeric. */
export function stableSid({ kind, parts }: SidParts): string {
  return `Sluice${kind}${hash(JSON.stringify(parts)).toString(16).padStart(8, "0")}`;
}

/** Tells whether a statement is ours by its Sid. */
export function isOwnSid(sid: string | undefined): boolean {
  return sid !== undefined && /^Sluice(?:List|Objects|Key)[0-9a-f]{8}$/.test(sid);
}

/** FNV-1a; a name, not a secret. */
function hash(text: string): number {
  let value = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  return value >>> 0;
}
