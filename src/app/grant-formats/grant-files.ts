import { awsCliFiles } from "./aws-cli.ts";
import { cdkFiles } from "./cdk.ts";
import { cloudFormationFiles } from "./cloudformation.ts";
import type { GrantFile, GrantOrder } from "./grant-file.ts";
import { terraformFiles } from "./terraform.ts";

/** How changes can be written down for other tools. */
export type GrantFormat = "cli" | "terraform" | "cloudformation" | "cdk";

/** Writes changes down for another tool; none where there are no changes. */
export function grantFiles(format: GrantFormat, order: GrantOrder): readonly GrantFile[] {
  if (order.edits.length === 0) return [];
  switch (format) {
    case "cli":
      return awsCliFiles(order);
    case "terraform":
      return terraformFiles(order);
    case "cloudformation":
      return cloudFormationFiles(order);
    case "cdk":
      return cdkFiles(order);
  }
}
