import type { PolicyRow } from "../policy/policy-row.ts";
import type { RowLevel } from "../policy/row-levels.ts";
import type { RowPolicy } from "../policy/row-policy.ts";
import { callers } from "../support/callers.ts";
import { managedNameOf } from "./row-document.ts";

/**
 * The row with what its world adds to it: a boundary is a managed policy, SCPs and RCPs have ids, and both
 * sides are in the organization that has them.
 */
export function dressRow(row: PolicyRow): PolicyRow {
  const { boundary, serviceControl, resourceControl } = row;
  const caller = callers[row.caller];
  const account = "account" in caller ? caller.account : row.resourceAccount;
  return {
    ...row,
    ...(boundary !== undefined &&
      boundary !== "unreadable" && {
        boundary: withArn(
          boundary,
          `arn:aws:iam::${account}:policy/${managedNameOf(boundary) ?? "boundary"}`,
        ),
      }),
    ...(serviceControl && { serviceControl: levelsOf(row, serviceControl, "service") }),
    ...(resourceControl && { resourceControl: levelsOf(row, resourceControl, "resource") }),
    ...((serviceControl ?? resourceControl) && { organization: row.organization ?? ORGANIZATION }),
  };
}

/** Where a row has policies of an organization and does not say which. */
export const ORGANIZATION = "o-exampleorg1";
const MANAGER = "000000000000";

/** The account that manages a row's organization. */
export function managerOf({ managementAccounts }: PolicyRow): string {
  return managementAccounts?.[0] ?? MANAGER;
}

type Kind = "service" | "resource";

/** The id of a policy at a place of an organization. */
export function policyIdOf(kind: Kind, level: number, position: number): string {
  return `p-${kind}${level}at${position}`;
}

function levelsOf(
  row: PolicyRow,
  levels: readonly RowLevel[] | "unreadable",
  kind: Kind,
): readonly RowLevel[] | "unreadable" {
  if (levels === "unreadable") return levels;
  const organization = typeof row.organization === "string" ? row.organization : ORGANIZATION;
  const prefix = `arn:aws:organizations::${managerOf(row)}:policy/${organization}/${kind}_control_policy`;
  return levels.map((level, index) =>
    level.map((policy, position) =>
      policy === "full"
        ? policy
        : withArn(policy, `${prefix}/${policyIdOf(kind, index, position)}`),
    ),
  );
}

function withArn(policy: RowPolicy, arn: string): RowPolicy {
  return "document" in policy
    ? { ...policy, arn }
    : { arn, document: { Version: "2012-10-17", Statement: policy } };
}
