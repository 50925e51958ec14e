import type { OptionSpec } from "../arguments/option.ts";

/** What a shell can offer for the value of an option. */
export type ValueKind =
  | { readonly kind: "none" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "profiles" | "files" | "directories" | "free" };

/** Tells by the option's placeholder what its value is; `none` where it takes none. */
export function valueKindOf({ kind, value, oneOf }: OptionSpec): ValueKind {
  if (kind === "flag") return { kind: "none" };
  if (oneOf !== undefined) return { kind: "words", words: oneOf };
  if (value === "PROFILE") return { kind: "profiles" };
  if (value?.includes("FILE") === true) return { kind: "files" };
  return { kind: value?.includes("DIR") === true ? "directories" : "free" };
}

/** Words that stand for themselves among a command's operands, such as `env` in `[env]`; the rest is in capitals. */
export function literalOperands(operands: string): readonly string[] {
  return operands.match(/(?<![A-Za-z])[a-z]+(?![A-Za-z])/g) ?? [];
}

/** Lists the profiles that the AWS config files have, in the language of every shell. */
export const LIST_PROFILES: string =
  'sed -n "s/^[[:space:]]*\\[[[:space:]]*\\(profile[[:space:]][[:space:]]*\\)\\{0,1\\}\\([^][:space:]]*\\)[[:space:]]*\\].*/\\2/p" "${AWS_CONFIG_FILE:-$HOME/.aws/config}" "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}" 2>/dev/null';
