import type { Parsed } from "../../aws/index.ts";
import { parsePolicy } from "../../policy/index.ts";
import { cutStatements } from "./splice-statements.ts";
import { isOwnSid } from "./stable-sid.ts";

/** A policy without the statements of any grant; undefined when it should be deleted. */
export function revokeGrant(
  text: string,
  kind: "identity" | "resource" = "resource",
): Parsed<string | undefined> {
  const parsed = parsePolicy(text, kind);
  if (!parsed.ok) return parsed;
  return { ok: true, value: cutStatements(parsed.value, ({ sid }) => isOwnSid(sid)) };
}
