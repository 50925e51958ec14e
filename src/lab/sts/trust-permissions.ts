import type { Permission } from "../authorize.ts";
import type { StatedAccess } from "../query/query-call.ts";
import type { Principal } from "../state/principals.ts";
import { type SessionTags, tagContext } from "./session-tags.ts";

/** A wish for a session of a role. */
export interface TrustRequest {
  readonly action: string;
  readonly session: string;
  readonly tags: SessionTags;
  readonly sourceIdentity: string | undefined;
  /** Condition keys of the action itself. */
  readonly context: Permission["context"];
}

/** What a session takes besides the action itself, when it has tags or a source identity. */
export const TRUST_ACCESS: readonly StatedAccess[] = [
  {
    action: "sts:TagSession",
    resourceTypes: ["role"],
    conditionKeys: ["aws:RequestTag/${TagKey}", "aws:TagKeys", "sts:TransitiveTagKeys"],
  },
  {
    action: "sts:SetSourceIdentity",
    resourceTypes: ["role"],
    conditionKeys: ["sts:SourceIdentity"],
  },
];

/** Every permission that a session takes (IAM User Guide, Passing session tags; Source identity). */
export function trustPermissions(role: Principal, asked: TrustRequest): readonly Permission[] {
  const { tags, sourceIdentity, session } = asked;
  const source = sourceIdentity === undefined ? {} : { "sts:sourceidentity": sourceIdentity };
  const on = (action: string, context: Permission["context"]): Permission => ({
    action,
    resource: role.arn,
    resourceAccount: role.account,
    resourcePolicies: role.trustPolicy === undefined ? [] : [role.trustPolicy],
    context: { ...roleTags(role), "sts:rolesessionname": session, ...context },
  });
  return [
    on(asked.action, { ...asked.context, ...source }),
    ...(tags.all.length > 0 ? [on("sts:TagSession", tagContext(tags))] : []),
    ...(sourceIdentity === undefined ? [] : [on("sts:SetSourceIdentity", source)]),
  ];
}

function roleTags({ tags }: Principal): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tags.flatMap(([key, value]) => [
      [`aws:resourcetag/${key.toLowerCase()}`, value],
      [`iam:resourcetag/${key.toLowerCase()}`, value],
    ]),
  );
}
