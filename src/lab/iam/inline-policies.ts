import { parsePolicy } from "../../policy/index.ts";
import { type QueryOperation, requireParameter } from "../query/query-call.ts";
import { Refusal } from "../refusal.ts";
import type { Principal } from "../state/principals.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { changePrincipal } from "./change-principal.ts";
import {
  findChangeable,
  findPrincipal,
  nameParameter,
  noSuchEntity,
  type PrincipalKind,
  principalPermission,
} from "./iam-principal.ts";

// IAM and AWS STS quotas: sum of the inline policies without white space.
const MAX_INLINE: Readonly<Record<PrincipalKind, number>> = { user: 2048, role: 10_240 };

/** The four operations on inline policies, for roles or for users. */
export function inlinePolicyOperations(kind: PrincipalKind): readonly QueryOperation[] {
  const noun = kind === "role" ? "Role" : "User";
  const naming = nameParameter(kind);
  const operation = (
    name: string,
    parameters: readonly string[],
    run: QueryOperation["run"],
  ): QueryOperation => ({
    name,
    parameters: [naming, ...parameters],
    permissions: (call) => [principalPermission(call, kind, name)],
    run,
  });
  return [
    operation(`List${noun}Policies`, [], (call) => {
      const names = [...findPrincipal(call, kind).inline.keys()].sort();
      return (
        element("IsTruncated", false) +
        wrap("PolicyNames", names.map((name) => element("member", name)).join(""))
      );
    }),
    operation(`Get${noun}Policy`, ["PolicyName"], (call) => {
      const principal = findPrincipal(call, kind);
      const name = requireParameter(call, "PolicyName");
      const policy = principal.inline.get(name);
      if (policy === undefined) throw noSuchPolicy(kind, name);
      return (
        element(naming, principal.name) +
        element("PolicyName", name) +
        element("PolicyDocument", encodeURIComponent(policy.document.text))
      );
    }),
    operation(`Put${noun}Policy`, ["PolicyName", "PolicyDocument"], (call) => {
      const principal = findChangeable(call, kind);
      const name = requireParameter(call, "PolicyName");
      const text = requireParameter(call, "PolicyDocument");
      requireInlinePolicy(principal, name, text);
      return changePrincipal(call, principal, (row) => ({
        inline: [...row.inline.filter((policy) => policy.name !== name), { name, text }].sort(
          (a, b) => (a.name < b.name ? -1 : 1),
        ),
      }));
    }),
    operation(`Delete${noun}Policy`, ["PolicyName"], (call) => {
      const principal = findChangeable(call, kind);
      const name = requireParameter(call, "PolicyName");
      if (!principal.inline.has(name)) throw noSuchPolicy(kind, name);
      return changePrincipal(call, principal, (row) => ({
        inline: row.inline.filter((policy) => policy.name !== name),
      }));
    }),
  ];
}

function requireInlinePolicy(principal: Principal, name: string, text: string): void {
  const parsed = parsePolicy(text, "identity");
  if (!parsed.ok) throw malformedDocument(parsed.problems[0].code);
  const others = [...principal.inline.values()].filter((policy) => policy.name !== name);
  const size = [text, ...others.map((policy) => policy.document.text)]
    .map((policy) => policy.replace(/\s/g, "").length)
    .reduce((sum, length) => sum + length, 0);
  const limit = MAX_INLINE[principal.kind];
  if (size <= limit) return;
  throw new Refusal({
    code: "LimitExceeded",
    status: 409,
    message: `Maximum policy size of ${limit} bytes exceeded for ${principal.kind} ${principal.name}`,
  });
}

/** IAM's words for the problems that it tells apart; the rest is a syntax error to it. */
const MALFORMED: Readonly<Record<string, string>> = {
  invalidJson: "This policy contains invalid Json",
  missingAction: "Policy statement must contain actions.",
  missingResource: "Policy statement must contain resources.",
  principalNotAllowed: "Policy document should not specify a principal.",
};

/** The answer to a policy document that IAM or STS cannot take. */
export function malformedDocument(problem: string): Refusal {
  return new Refusal({
    code: "MalformedPolicyDocument",
    status: 400,
    message: MALFORMED[problem] ?? "Syntax errors in policy.",
  });
}

function noSuchPolicy(kind: PrincipalKind, name: string): Refusal {
  return noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
}
