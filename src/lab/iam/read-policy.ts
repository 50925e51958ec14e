import { parsePolicy, type PolicyDocument } from "../../policy/index.ts";
import { Refusal } from "../refusal.ts";
import { limitExceeded } from "./iam-refusals.ts";

/** A policy that IAM or STS can take, or their refusal of it. */
export function readPolicy(kind: "identity" | "trust", text: string): PolicyDocument {
  const parsed = parsePolicy(text, kind);
  if (!parsed.ok) throw malformedDocument(parsed.problems[0].code);
  if (kind === "trust")
    requireSize(text, MAX_TRUST, `Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST}`);
  return parsed.value;
}

// IAM and AWS STS quotas: sizes without white space.
const MAX_TRUST = 2048;
const MAX_MANAGED = 6144;
const MAX_INLINE = { user: 2048, role: 10_240, group: 5120 } as const;

/** The text of a managed policy. */
export function readManagedPolicy(text: string): PolicyDocument {
  const document = readPolicy("identity", text);
  requireSize(text, MAX_MANAGED, `Cannot exceed quota for PolicySize: ${MAX_MANAGED}`);
  return document;
}

/** Refuses inline policies that are too long together. */
export function requireInlineSize(
  [kind, name]: readonly ["user" | "role" | "group", string],
  texts: readonly string[],
): void {
  const limit = MAX_INLINE[kind];
  requireSize(
    texts.join(""),
    limit,
    `Maximum policy size of ${limit} bytes exceeded for ${kind} ${name}`,
  );
}

function requireSize(text: string, limit: number, message: string): void {
  if (text.replace(/\s/g, "").length > limit) throw limitExceeded(message);
}

/** IAM's words for the problems that it tells apart; the rest is a syntax error to it. */
const MALFORMED: Readonly<Record<string, string>> = {
  invalidJson: "This policy contains invalid Json",
  missingAction: "Policy statement must contain actions.",
  missingResource: "Policy statement must contain resources.",
  principalNotAllowed: "Policy document should not specify a principal.",
  missingPrincipal: "Missing required field Principal",
  resourceNotAllowed: "Has prohibited field Resource",
};

function malformedDocument(problem: string): Refusal {
  return malformedPolicy(MALFORMED[problem] ?? "Syntax errors in policy.");
}

/** The answer to a policy document that IAM or STS cannot take. */
export function malformedPolicy(message: string): Refusal {
  return new Refusal({ code: "MalformedPolicyDocument", status: 400, message });
}
