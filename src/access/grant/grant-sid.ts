const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** What a statement of ours says; the same parts always give the same stem. */
export interface SidParts {
  readonly kind: "List" | "Objects" | "Key" | "Account" | "Trust";
  readonly parts: readonly string[];
  /** For which purpose, as `purposeId` names it. */
  readonly purpose: string;
}

/**
 * Names a statement of ours, so that a later run finds it again: by what it says, then by what it is granted for. A
 * statement that several purposes need names them all. Sids are alphanumeric.
 */
export function grantSid({ kind, parts, purpose }: SidParts): string {
  return `Sluice${kind}${digest(parts)}${purpose}`;
}

/** A short name for what a grant is for. */
export function purposeId(parts: readonly string[]): string {
  return digest(parts);
}

/** The purposes that a statement stands for by its Sid; none where it is not ours. */
export function purposesOf(sid: string | undefined): readonly string[] {
  return read(sid)?.purposes ?? [];
}

/** What two statements of ours that say the same have in common; of others their Sid. */
export function stemOf(sid: string | undefined): string | undefined {
  return read(sid)?.stem ?? sid;
}

/** The Sid of the same statement for other purposes, whatever their order. */
export function sidFor(sid: string, purposes: readonly string[]): string {
  return `${stemOf(sid) ?? ""}${[...new Set(purposes)].sort().join("")}`;
}

interface ReadSid {
  readonly stem: string;
  readonly purposes: readonly string[];
}

function read(sid: string | undefined): ReadSid | undefined {
  const [, stem, purposes] =
    /^(Sluice(?:List|Objects|Key|Account|Trust)[0-9a-f]{8})((?:[0-9a-f]{8})+)$/.exec(sid ?? "") ??
    [];
  if (stem === undefined || purposes === undefined) return undefined;
  return { stem, purposes: purposes.match(/.{8}/g) ?? [] };
}

/** FNV-1a; a name, not a secret. */
function digest(parts: readonly string[]): string {
  const text = JSON.stringify(parts);
  let value = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  return (value >>> 0).toString(16).padStart(8, "0");
}
