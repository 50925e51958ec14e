import { isAccountId, parseArn } from "../../aws/index.ts";
import { accountCaller, type Caller, type PolicyDocument } from "../../policy/index.ts";
import { accessDenied, decidePermission, type Permission } from "../authorize.ts";
import {
  type QueryCall,
  type QueryOperation,
  requireParameter,
  validationError,
} from "../query/query-call.ts";
import { makeSessionKey } from "../random-ids.ts";
import type { Principal } from "../state/principals.ts";
import { readSessionPolicy } from "./session-policy.ts";
import { element, wrap } from "../xml/write-xml.ts";

export const assumeRole: QueryOperation = {
  name: "AssumeRole",
  access: [],
  parameters: ["RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "Policy"],
  // What it takes depends on the role, which may not exist.
  permissions: () => [],
  run(call) {
    const roleArn = readRoleArn(call);
    const session = readSessionName(call);
    const seconds = readDuration(call);
    const policy = readSessionPolicy(call.form.get("Policy"));
    const role = call.lab.principals.findByArn(roleArn);
    requireTrust(call, roleArn, role);
    return startSession(call, role, { session, seconds, policy });
  },
};

interface SessionWish {
  readonly session: string;
  readonly seconds: number;
  readonly policy: PolicyDocument | undefined;
}

async function startSession(call: QueryCall, role: Principal, wish: SessionWish): Promise<string> {
  const { session, seconds, policy } = wish;
  const { lab } = call;
  const issuedMs = lab.now();
  const expiresMs = issuedMs + seconds * 1000;
  const credentials = makeSessionKey(lab.random);
  const caller: Caller & { kind: "roleSession" } = {
    kind: "roleSession",
    account: role.account,
    arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${session}`,
    roleArn: role.arn,
    userId: `${role.id}:${session}`,
  };
  const sessionPolicies = policy && [
    { document: policy, name: "session policy", attachedTo: caller.arn },
  ];
  await lab.store.transaction(() => {
    lab.keys.put({
      credentials,
      caller,
      issuedMs,
      expiresMs,
      ...(sessionPolicies && { sessionPolicies }),
      // Whoever assumes a role stays where they are.
      ...(call.identity.endpoint !== undefined && { endpoint: call.identity.endpoint }),
    });
  });
  return (
    wrap(
      "Credentials",
      element("AccessKeyId", credentials.accessKeyId) +
        element("SecretAccessKey", credentials.secretAccessKey) +
        element("SessionToken", credentials.sessionToken) +
        element("Expiration", new Date(expiresMs).toISOString()),
    ) +
    wrap("AssumedRoleUser", element("AssumedRoleId", caller.userId) + element("Arn", caller.arn))
  );
}

/** Goes on only when trust policy and, where that leaves it to them, the caller's own policies allow. */
function requireTrust(
  call: QueryCall,
  roleArn: string,
  role: Principal | undefined,
): asserts role is Principal {
  const { caller } = call.identity;
  if (caller.kind === "root") throw accessDenied("Roles may not be assumed by root accounts.");
  if (accountCaller(caller) === undefined || role === undefined) throw unexplained(call, roleArn);
  const decision = decidePermission(call, trustPermission(call, role));
  switch (decision.outcome) {
    case "explicitDeny":
    case "implicitDeny":
      throw accessDenied(decision.awsMessage);
    case "unknown":
      throw unexplained(call, roleArn);
    case "allowed":
      return;
  }
}

function trustPermission(call: QueryCall, role: Principal): Permission {
  const externalId = call.form.get("ExternalId");
  return {
    action: "sts:AssumeRole",
    resource: role.arn,
    resourceAccount: role.account,
    resourcePolicies: role.trustPolicy === undefined ? [] : [role.trustPolicy],
    context: {
      "sts:rolesessionname": requireParameter(call, "RoleSessionName"),
      ...(externalId !== undefined && { "sts:externalid": externalId }),
    },
  };
}

function callerArn({ identity: { caller } }: QueryCall): string {
  return accountCaller(caller)?.arn ?? "anonymous";
}

/** A role that does not exist is refused like one that does not trust. */
function unexplained(call: QueryCall, roleArn: string): Error {
  return accessDenied(
    `User: ${callerArn(call)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  );
}

function readRoleArn(call: QueryCall): string {
  const text = requireParameter(call, "RoleArn");
  const arn = parseArn(text);
  const isRole =
    arn?.service === "iam" && isAccountId(arn.account) && arn.resource.startsWith("role/");
  if (!isRole) throw validationError(`${text} is invalid`);
  return text;
}

function readSessionName(call: QueryCall): string {
  const name = requireParameter(call, "RoleSessionName");
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw validationError(
    `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
  );
}

// Roles of the lab have the default MaxSessionDuration; chained sessions never last longer.
const MAX_SESSION = 3600;

function readDuration(call: QueryCall): number {
  const text = call.form.get("DurationSeconds") ?? String(MAX_SESSION);
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (seconds < 900) {
    throw validationError(
      `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    );
  }
  if (seconds <= MAX_SESSION) return seconds;
  throw validationError(
    call.identity.caller.kind === "roleSession"
      ? "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
      : "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
}
