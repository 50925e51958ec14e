import { type AttachedPolicy, parsePolicy } from "../../src/policy/index.ts";

/** Statements make one policy of version 2012-10-17; `arn` makes it a managed one. */
export type RowPolicy = readonly object[] | { readonly arn?: string; readonly document: object };

export type Kind = "identity" | "resource" | "trust";

/** A policy of a row, parsed and in force. */
export function attached(policy: RowPolicy, kind: Kind): AttachedPolicy {
  const json =
    "document" in policy ? policy.document : { Version: "2012-10-17", Statement: policy };
  const parsed = parsePolicy(JSON.stringify(json), kind);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  const arn = "arn" in policy ? policy.arn : undefined;
  return {
    document: parsed.value,
    name: kind === "resource" ? "bucket policy" : "policy",
    ...(arn === undefined ? {} : { arn }),
    attachedTo: "where the row says",
  };
}
