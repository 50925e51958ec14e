import { accountCaller } from "../../policy/index.ts";
import { accessDenied, decidePermission, type Permission } from "../authorize.ts";
import type { QueryCall, QueryOperation } from "../query/query-call.ts";
import type { Refusal } from "../refusal.ts";
import type { Principal } from "../state/principals.ts";
import {
  openRoleSession,
  readRoleArn,
  readRoleSeconds,
  readSessionName,
  roleCaller,
} from "./role-session.ts";
import { POLICY_PARAMETERS, readSessionPolicies } from "./session-policies.ts";
import { readSessionTags, tagContext } from "./session-tags.ts";
import { type TrustRequest, trustPermissions, TRUST_ACCESS } from "./trust-permissions.ts";

export const assumeRole: QueryOperation = {
  name: "AssumeRole",
  parameters: [
    "RoleArn",
    "RoleSessionName",
    "DurationSeconds",
    "ExternalId",
    "SourceIdentity",
    "Tags",
    "TransitiveTagKeys",
    ...POLICY_PARAMETERS,
  ],
  access: [
    {
      action: "sts:AssumeRole",
      resourceTypes: ["role"],
      conditionKeys: [
        "sts:ExternalId",
        "sts:RoleSessionName",
        "sts:SourceIdentity",
        "sts:TransitiveTagKeys",
        "aws:RequestTag/${TagKey}",
        "aws:TagKeys",
        "iam:ResourceTag/${TagKey}",
      ],
    },
    ...TRUST_ACCESS,
  ],
  writes: true,
  // What it takes depends on the role, which may not exist.
  permissions: () => [],
  run(call) {
    const roleArn = readRoleArn(call);
    const session = readSessionName(call, "RoleSessionName");
    const tags = readSessionTags(call);
    const sourceIdentity = readSourceIdentity(call);
    const role = call.lab.principals.findByArn(roleArn);
    const externalId = call.form.get("ExternalId");
    const asked: TrustRequest = {
      action: "sts:AssumeRole",
      session,
      tags,
      sourceIdentity,
      context: {
        ...tagContext(tags),
        ...(externalId !== undefined && { "sts:externalid": externalId }),
      },
    };
    requireTrust(call, role, { roleArn, asked });
    const caller = roleCaller(role, session);
    const seconds = readRoleSeconds(call, role);
    const policies = readSessionPolicies(call, caller);
    return openRoleSession(call, { caller, seconds, policies, tags, sourceIdentity });
  },
};

/** IAM User Guide, Monitor and control actions taken with assumed roles: set once, it stays. */
function readSourceIdentity(call: QueryCall): string | undefined {
  const inherited = call.identity.facts?.sourceIdentity;
  if (!call.form.has("SourceIdentity")) return inherited;
  const wanted = readSessionName(call, "SourceIdentity");
  if (inherited === undefined || inherited === wanted) return wanted;
  throw accessDenied(
    `User: ${callerArn(call)} is not authorized to perform: sts:SetSourceIdentity because the source identity of the calling session cannot be changed`,
  );
}

/** Goes on only when trust policy and, where that leaves it to them, the caller's own policies allow. */
function requireTrust(
  call: QueryCall,
  role: Principal | undefined,
  { roleArn, asked }: { readonly roleArn: string; readonly asked: TrustRequest },
): asserts role is Principal {
  const { caller } = call.identity;
  if (caller.kind === "root") throw accessDenied("Roles may not be assumed by root accounts.");
  if (
    accountCaller(caller) === undefined ||
    caller.kind === "federatedUser" ||
    role === undefined
  ) {
    throw unexplained(call, roleArn);
  }
  for (const permission of trustPermissions(role, asked)) requireOne(call, permission);
}

function requireOne(call: QueryCall, permission: Permission): void {
  const decision = decidePermission(call, permission);
  switch (decision.outcome) {
    case "explicitDeny":
    case "implicitDeny":
      throw accessDenied(decision.awsMessage);
    case "unknown":
      throw unexplained(call, permission.resource);
    case "allowed":
      return;
  }
}

function callerArn({ identity: { caller } }: QueryCall): string {
  return accountCaller(caller)?.arn ?? "anonymous";
}

/** A role that does not exist is refused like one that does not trust. */
function unexplained(call: QueryCall, roleArn: string): Refusal {
  return accessDenied(
    `User: ${callerArn(call)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  );
}
