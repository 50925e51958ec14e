import { awsPolicyOf } from "./aws-policies.ts";
import { invalidInput } from "./organization-refusals.ts";
import type { OrganizationRow, PolicyRow } from "./organization-tables.ts";

/** The ARN of something in an organization (Organizations User Guide, Resources defined by Organizations). */
export function organizationArn(
  { id, managementAccount }: OrganizationRow,
  kind: "organization" | "root" | "ou" | "account" | "handshake",
  name?: string,
): string {
  const path = name === undefined ? id : `${id}/${name}`;
  return `arn:aws:organizations::${managementAccount}:${kind}/${path}`;
}

/** The ARN of a policy; AWS's own belong to no organization. */
export function policyArn(
  { id, managementAccount }: OrganizationRow,
  policy: Pick<PolicyRow, "id" | "type">,
): string {
  const path = `${policy.type.toLowerCase()}/${policy.id}`;
  return awsPolicyOf(policy.type).id === policy.id
    ? `arn:aws:organizations::aws:policy/${path}`
    : `arn:aws:organizations::${managementAccount}:policy/${id}/${path}`;
}

/** The ARN of a root, unit or account, there or not, by its id. */
export function targetArn(organization: OrganizationRow, id: string): string {
  if (/^r-[0-9a-z]{4,32}$/.test(id)) return organizationArn(organization, "root", id);
  if (/^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/.test(id)) return organizationArn(organization, "ou", id);
  if (/^\d{12}$/.test(id)) return organizationArn(organization, "account", id);
  throw invalidInput(
    "INVALID_PATTERN",
    "You provided a value that does not match the required pattern.",
  );
}
