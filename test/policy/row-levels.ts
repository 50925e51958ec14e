import type { AttachedPolicy, OrganizationLevel } from "../../src/policy/index.ts";
import { attached, type Kind, type RowPolicy } from "./row-policy.ts";

/** The policies of one level of an organization; `full` is the one that AWS attaches. */
export type RowLevel = readonly (RowPolicy | "full")[];

/** A level as the engine takes it. */
export function levelOf(level: RowLevel, index: number, kind: Kind): OrganizationLevel {
  const policies = level.map((policy) =>
    policy === "full" ? fullAccess(kind) : attached(policy, kind),
  );
  return {
    id: ["r-root", "ou-root-unit0001", "111111111111"][index] ?? `level ${index}`,
    policies,
  };
}

function fullAccess(kind: Kind): AttachedPolicy {
  const principal = kind === "resource" ? { Principal: "*" } : {};
  const statement = { Effect: "Allow", ...principal, Action: "*", Resource: "*" };
  const type = kind === "resource" ? "resource_control_policy/p-RCP" : "service_control_policy/p-";
  return attached(
    {
      arn: `arn:aws:organizations::aws:policy/${type}FullAWSAccess`,
      document: { Version: "2012-10-17", Statement: [statement] },
    },
    kind,
  );
}

/** The list with every item changed. */
export function eachOf<A, B>(
  list: readonly A[] | "unreadable",
  change: (item: A, index: number) => B,
): readonly B[] | "unreadable" {
  return list === "unreadable" ? list : list.map(change);
}
