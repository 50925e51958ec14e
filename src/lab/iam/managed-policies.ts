import { uniqueIdOf } from "../../policy/index.ts";
import type { Permission } from "../authorize.ts";
import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  requireParameter,
} from "../query/query-call.ts";
import { Refusal } from "../refusal.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { changePrincipal } from "./change-principal.ts";
import { iamTime } from "./entities.ts";
import {
  findChangeable,
  findPrincipal,
  nameParameter,
  noSuchEntity,
  type PrincipalKind,
  principalPermission,
} from "./iam-principal.ts";

// IAM and AWS STS quotas: managed policies attached to one role or user.
const MAX_ATTACHED = 10;

/** The three operations on attached managed policies, for roles or for users. */
export function attachmentOperations(kind: PrincipalKind): readonly QueryOperation[] {
  const noun = kind === "role" ? "Role" : "User";
  const operation = (
    name: string,
    parameters: readonly string[],
    run: QueryOperation["run"],
  ): QueryOperation => ({
    name,
    parameters: [nameParameter(kind), ...parameters],
    permissions: (call) => [principalPermission(call, kind, name)],
    run,
  });
  return [
    operation(`ListAttached${noun}Policies`, [], (call) => {
      const members = [...findPrincipal(call, kind).managed].map(([arn, policy]) =>
        wrap("member", element("PolicyName", policy.name) + element("PolicyArn", arn)),
      );
      return element("IsTruncated", false) + wrap("AttachedPolicies", members.join(""));
    }),
    operation(`Attach${noun}Policy`, ["PolicyArn"], (call) => {
      const principal = findChangeable(call, kind);
      const { arn } = findPolicy(call);
      if (!principal.managed.has(arn) && principal.managed.size >= MAX_ATTACHED) {
        throw new Refusal({
          code: "LimitExceeded",
          status: 409,
          message: `Cannot exceed quota for PoliciesPer${noun}: ${MAX_ATTACHED}`,
        });
      }
      return changePrincipal(call, principal, ({ managed }) => ({
        managed: managed.includes(arn) ? managed : [...managed, arn],
      }));
    }),
    operation(`Detach${noun}Policy`, ["PolicyArn"], (call) => {
      const arn = requireParameter(call, "PolicyArn");
      const principal = findChangeable(call, kind);
      if (!principal.managed.has(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      return changePrincipal(call, principal, ({ managed }) => ({
        managed: managed.filter((attached) => attached !== arn),
      }));
    }),
  ];
}

export const getPolicy: QueryOperation = {
  name: "GetPolicy",
  parameters: ["PolicyArn"],
  permissions: (call) => [policyPermission(call, "iam:GetPolicy")],
  run(call) {
    const { arn, name } = findPolicy(call);
    return wrap(
      "Policy",
      element("PolicyName", name) +
        element("PolicyId", uniqueIdOf(arn)) +
        element("Arn", arn) +
        element("Path", "/") +
        element("DefaultVersionId", "v1") +
        element("IsAttachable", true) +
        element("CreateDate", iamTime(call.lab.startedMs)) +
        element("UpdateDate", iamTime(call.lab.startedMs)),
    );
  },
};

export const getPolicyVersion: QueryOperation = {
  name: "GetPolicyVersion",
  parameters: ["PolicyArn", "VersionId"],
  permissions: (call) => [policyPermission(call, "iam:GetPolicyVersion")],
  run(call) {
    const { arn, text } = findPolicy(call);
    const version = requireParameter(call, "VersionId");
    if (version !== "v1") {
      throw noSuchEntity(`Policy ${arn} version ${version} does not exist or is not attachable.`);
    }
    return wrap(
      "PolicyVersion",
      element("Document", encodeURIComponent(text)) +
        element("VersionId", version) +
        element("IsDefaultVersion", true) +
        element("CreateDate", iamTime(call.lab.startedMs)),
    );
  },
};

interface FoundPolicy {
  readonly arn: string;
  readonly name: string;
  readonly text: string;
}

/** A managed policy of AWS or of the caller's own account. */
function findPolicy(call: QueryCall): FoundPolicy {
  const arn = requireParameter(call, "PolicyArn");
  const isReachable =
    arn.startsWith("arn:aws:iam::aws:policy/") ||
    arn.startsWith(`arn:aws:iam::${accountOf(call)}:policy/`);
  const found = isReachable ? call.lab.principals.managedPolicy(arn) : undefined;
  if (found === undefined) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }
  return { arn, ...found };
}

function policyPermission(call: QueryCall, action: string): Permission {
  const arn = requireParameter(call, "PolicyArn");
  return {
    action,
    resource: arn,
    resourceAccount: accountOf(call),
    resourcePolicies: [],
    resourceText: `policy ${arn}`,
    context: {},
  };
}
