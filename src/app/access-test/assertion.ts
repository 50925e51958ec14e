/** What a line of a test file claims of a world. */
export type Claim =
  | {
      readonly kind: "action";
      readonly action: string;
      /** As written: an S3 URI or an ARN, perhaps with a `*` at its end. */
      readonly resource: string;
      /** Condition keys of the request, in lower case, with their values. */
      readonly when: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: "sync"; readonly source: string; readonly destination: string };

/** One assertion: who, may or may not, what. */
export interface Assertion {
  /** The sentence itself. */
  readonly text: string;
  /** A profile of the world, or the ARN of a user, role or session. */
  readonly principal: string;
  readonly expected: "can" | "cannot";
  readonly claim: Claim;
}

const SENTENCE = /^(\S+)\s+(can|cannot)\s+(.+)$/s;
const SYNC = /^sync\s+(\S+)\s+(?:→|->|to)\s+(\S+)$/s;
const ACTION = /^(\S+:\S+)\s+on\s+(\S+)(?:\s+when\s+(.+))?$/s;

/**
 * Reads `PRINCIPAL can|cannot ACTION on RESOURCE [when KEY=VALUE [and KEY=VALUE…]]` or
 * `PRINCIPAL can|cannot sync SOURCE → DESTINATION`; undefined for any other sentence.
 */
export function readAssertion(sentence: string): Assertion | undefined {
  const text = sentence.trim();
  const [, principal, expected, rest = ""] = SENTENCE.exec(text) ?? [];
  if (principal === undefined || (expected !== "can" && expected !== "cannot")) return undefined;
  const claim = readClaim(rest);
  return claim && { text, principal, expected, claim };
}

function readClaim(text: string): Claim | undefined {
  const [, source, destination] = SYNC.exec(text) ?? [];
  if (source !== undefined && destination !== undefined) {
    return { kind: "sync", source, destination };
  }
  const [, action, resource, conditions] = ACTION.exec(text) ?? [];
  if (action === undefined || resource === undefined) return undefined;
  const when = readConditions(conditions);
  return when && { kind: "action", action, resource, when };
}

/** `key=value and key=value`; a key given twice has several values. */
function readConditions(text: string | undefined): Record<string, string[]> | undefined {
  const when: Record<string, string[]> = {};
  if (text === undefined) return when;
  for (const pair of text.split(/\s+and\s+/)) {
    const [, key, value = ""] = /^([^=\s]+:[^=\s]+)\s*=\s*(.*)$/s.exec(pair) ?? [];
    if (key === undefined) return undefined;
    const name = key.toLowerCase();
    when[name] = [...(when[name] ?? []), value];
  }
  return when;
}
