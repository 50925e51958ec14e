import { AWS_POLICIES } from "./aws-policies.ts";
import type { OrganizationTables } from "./organization-tables.ts";

/** AWS's own policies stand on every new target (Organizations User Guide, SCPs: FullAWSAccess). */
export function attachFullAccess({ attachments }: OrganizationTables, target: string): void {
  for (const { id, type } of AWS_POLICIES) attachments.put([target, id], { type });
}

/** Takes every policy off a target that goes. */
export function detachAll({ attachments }: OrganizationTables, target: string): void {
  for (const { key } of [...attachments.range({ within: [target] })]) attachments.delete(key);
}
