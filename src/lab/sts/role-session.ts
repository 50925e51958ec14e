import { isAccountId, parseArn } from "../../aws/index.ts";
import type { AccountCaller, AttachedPolicy } from "../../policy/index.ts";
import { type QueryCall, requireParameter, validationError } from "../query/query-call.ts";
import { constraintError, requireLength } from "../query/validate.ts";
import type { SessionFacts } from "../state/iam-tables.ts";
import type { Principal } from "../state/principals.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { openSession } from "./open-session.ts";
import { packedSize } from "./packed-size.ts";
import { readSessionSeconds } from "./session-duration.ts";
import type { SessionTags } from "./session-tags.ts";

/** The ARN of the role that a call asks for. */
export function readRoleArn(call: QueryCall): string {
  const text = requireParameter(call, "RoleArn");
  const arn = parseArn(text);
  const isRole =
    arn?.service === "iam" && isAccountId(arn.account) && arn.resource.startsWith("role/");
  if (!isRole) throw validationError(`${text} is invalid`);
  return text;
}

/** A name for a session, or for who stands behind it. */
export function readSessionName(call: QueryCall, parameter: string): string {
  const name = requireParameter(call, parameter);
  const member = parameter.charAt(0).toLowerCase() + parameter.slice(1);
  if (!/^[\w+=,.@-]*$/.test(name)) {
    throw constraintError(name, member, "satisfy regular expression pattern: [\\w+=,.@-]*");
  }
  requireLength(name, member, { min: 2, max: 64 });
  return name;
}

// STS API Reference, AssumeRole: the longest that any role allows.
const LONGEST = 43_200;
const HOUR = 3600;

/** How long a session of a role lasts; one that is opened from another role's, an hour at most. */
export function readRoleSeconds(
  call: QueryCall,
  { maxSessionSeconds }: Pick<Principal, "maxSessionSeconds">,
): number {
  const seconds = readSessionSeconds(call, { standard: HOUR, max: LONGEST });
  if (call.identity.caller.kind === "roleSession" && seconds > HOUR) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (seconds <= maxSessionSeconds) return seconds;
  throw validationError(
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
}

/** Who a session of a role is. */
export function roleCaller(
  role: Principal,
  session: string,
): AccountCaller & { kind: "roleSession" } {
  return {
    kind: "roleSession",
    account: role.account,
    arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${session}`,
    roleArn: role.arn,
    userId: `${role.id}:${session}`,
  };
}

/** What a role's session is opened with. */
export interface RoleWish {
  readonly caller: AccountCaller & { kind: "roleSession" };
  readonly seconds: number;
  readonly policies: readonly AttachedPolicy[] | undefined;
  readonly tags: SessionTags;
  readonly sourceIdentity: string | undefined;
  readonly provider?: string;
}

/** Opens a role's session, in a transaction; gives what every answer about one has. */
export function openRoleSession(call: QueryCall, wish: RoleWish): string {
  const { caller, seconds, policies, tags, sourceIdentity, provider } = wish;
  const size = packedSize({ policies, tags: tags.all });
  const facts: SessionFacts = {
    ...(tags.all.length > 0 && { tags: tags.all }),
    ...(tags.transitive.length > 0 && { transitive: tags.transitive }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(provider !== undefined && { provider }),
  };
  return (
    openSession(call, { caller, seconds, policies, facts }) +
    wrap("AssumedRoleUser", element("AssumedRoleId", caller.userId) + element("Arn", caller.arn)) +
    element("PackedPolicySize", size) +
    element("SourceIdentity", sourceIdentity)
  );
}
