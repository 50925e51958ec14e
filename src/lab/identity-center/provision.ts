import { findRow } from "../json/find-row.ts";
import { uniqueIdOf } from "../../policy/index.ts";
import { type RoleRow, nameKey } from "../state/iam-tables.ts";
import type { LabState } from "../state/lab-state.ts";
import type { InstanceRow, PermissionSetRow, PolicyReference } from "./identity-center-tables.ts";

/** Identity Center writes a permission set's inline policy under this name. */
const INLINE_NAME = "AwsSSOInlinePolicy";

/**
 * Makes the role of a permission set in an account, or brings it up to date; only in a transaction.
 * A role that was deleted comes back under another name (Identity Center User Guide, Referencing
 * permission sets in resource policies).
 */
export function provision(
  lab: LabState,
  instance: InstanceRow,
  { set, account }: { readonly set: PermissionSetRow; readonly account: string },
): void {
  const { provisions } = lab.identityCenter;
  const role =
    findRow(provisions, account, set.id)?.role ??
    `AWSReservedSSO_${set.name}_${Buffer.from(lab.random(8)).toString("hex")}`;
  provisions.put([account, set.id], { account, set: set.id, role });
  const key = nameKey(account, role);
  const before = lab.iam.roles.get(key);
  lab.iam.roles.put(key, roleOf({ lab, instance, account }, set, { role, before }));
}

/** Deletes the role of a permission set in an account; only in a transaction. */
export function unprovision(lab: LabState, set: PermissionSetRow, account: string): void {
  const { provisions } = lab.identityCenter;
  const found = findRow(provisions, account, set.id);
  if (found === undefined) return;
  lab.iam.roles.delete(nameKey(account, found.role));
  provisions.delete([account, set.id]);
}

/**
 * Takes away what Identity Center has in an account that leaves the organization; only in a transaction
 * (Organizations User Guide, IAM Identity Center: it cleans up any metadata and resources).
 */
export function withdrawAccount(lab: LabState, account: string): void {
  const { assignments, provisions } = lab.identityCenter;
  for (const { key } of [...assignments.range({ within: [account] })]) assignments.delete(key);
  for (const { key, value } of [...provisions.range({ within: [account] })]) {
    lab.iam.roles.delete(nameKey(account, value.role));
    provisions.delete(key);
  }
}

interface Place {
  readonly lab: LabState;
  readonly instance: InstanceRow;
  readonly account: string;
}

function roleOf(
  { lab, instance, account }: Place,
  set: PermissionSetRow,
  { role, before }: { readonly role: string; readonly before: RoleRow | undefined },
): RoleRow {
  const path = reservedPath(instance.region);
  return {
    name: role,
    path,
    id: before?.id ?? uniqueIdOf(`arn:aws:iam::${account}:role${path}${role}`),
    createdMs: before?.createdMs ?? lab.now(),
    inline: set.inline === undefined ? [] : [{ name: INLINE_NAME, text: set.inline }],
    managed: set.policies.map((policy) => policyArn(account, policy)),
    trust: trustPolicy(instance, account),
    maxSessionSeconds: 12 * 60 * 60,
    ...(set.boundary && { boundary: policyArn(account, set.boundary) }),
    ...(set.description !== undefined && { description: set.description }),
  };
}

/** Roles of an Identity Center that lives in us-east-1 have no region in their path (same page). */
function reservedPath(region: string): string {
  const home = region === "us-east-1" ? "" : `${region}/`;
  return `/aws-reserved/sso.amazonaws.com/${home}`;
}

function policyArn(account: string, policy: PolicyReference): string {
  return policy.kind === "aws"
    ? policy.arn
    : `arn:aws:iam::${account}:policy${policy.path}${policy.name}`;
}

/** Only Identity Center opens sessions of its roles, by its own SAML provider in the account. */
function trustPolicy({ id }: InstanceRow, account: string): string {
  const provider = `AWSSSO_${id.replace("ssoins-", "")}_DO_NOT_DELETE`;
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::${account}:saml-provider/${provider}` },
          Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
          Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
        },
      ],
    },
    null,
    2,
  );
}
