import type { KnownContext } from "./policy-json.ts";

/** One character of a pattern; a wild `*` or `?` stands for others. */
interface Token {
  readonly char: string;
  readonly wild: boolean;
}

export type Pattern = readonly Token[];

/**
 * Reads a policy's text and puts values in place of its variables. With no context there are no
 * variables (R17). Returns undefined when a variable has no value and no default (R19).
 */
export function readPattern(text: string, context?: KnownContext): Pattern | undefined {
  const piece = context === undefined ? /./gsu : /\$\{([^}]*)\}|./gsu;
  const tokens: Token[] = [];
  for (const [whole, variable] of text.matchAll(piece)) {
    if (variable === undefined) {
      tokens.push({ char: whole, wild: whole === "*" || whole === "?" });
      continue;
    }
    const value = valueOf(variable, context);
    if (value === undefined) return undefined;
    tokens.push(...Array.from(value, (char) => ({ char, wild: false })));
  }
  return tokens;
}

// By their kind, so even with one value (R20): their value type is "Multivalued" in the key lists.
const MULTIVALUED_KEYS =
  /^(aws:(tagkeys|calledvia|.*orgpaths|.*servicenameslist)|.*tagkeys|kms:(encryptioncontextkeys|grantoperations|resourcealiases)|sts:(requestcontextproviders|identitytokenaudience)|s3:inventoryaccessibleoptionalfields|iam:accountpropertynamespaces|saml:(cn|edu(org|person)(?!primary|principalname).*))$/;

/** What stands between `${` and `}`: a special character, a key, or a key with a default (R18). */
function valueOf(variable: string, context: KnownContext | undefined): string | undefined {
  if (["*", "?", "$"].includes(variable)) return variable;
  const [, key = "", fallback] = /^(.*?)(?:, '(.*)')?$/s.exec(variable) ?? [];
  const name = key.toLowerCase();
  const values = MULTIVALUED_KEYS.test(name) ? [] : context?.get(name);
  return values?.length === 1 ? values[0] : fallback;
}

/** Does the pattern cover the whole of the text, `*` being any characters and `?` exactly one? */
export function covers(pattern: Pattern, text: string): boolean {
  const source = pattern.map(({ char, wild }) => {
    if (!wild) return char.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
    return char === "*" ? ".*" : ".";
  });
  return new RegExp(`^${source.join("")}$`, "su").test(text);
}

/** The pattern as plain text, for operators that know no wildcards. */
export function plainText(pattern: Pattern): string {
  return pattern.map(({ char }) => char).join("");
}

/** Does an ARN pattern cover the ARN, each of the six parts by itself (R12)? */
export function coversArn(pattern: Pattern, arn: string): boolean {
  const parts: Token[][] = [[]];
  for (const token of pattern) {
    if (token.char === ":" && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  const [a, b, c, d, e, ...rest] = arn.split(":");
  const texts = [a, b, c, d, e, rest.join(":")];
  const isArn = rest.length > 0 && parts.length === 6;
  return isArn && parts.every((part, i) => covers(part, texts[i] ?? ""));
}
