import type { WorldIdentityCenter, WorldPermissionSet } from "../../policy/index.ts";
import {
  INSTANCE_KEY,
  type PermissionSetRow,
  type PolicyReference,
} from "../identity-center/identity-center-tables.ts";
import type { LabState } from "../state/lab-state.ts";
import { lacksOf, type Told, tellEach } from "./told-world.ts";

/** Identity Center with its permission sets; who is assigned is told by the roles of accounts. */
export function tellIdentityCenter({
  identityCenter,
}: LabState): Told<WorldIdentityCenter | undefined> {
  const instance = identityCenter.instance.get(INSTANCE_KEY);
  if (instance === undefined) return { part: undefined, lacks: [] };
  const sets = tellEach(identityCenter.permissionSets.range(), ({ value }) => [
    value.name,
    tellPermissionSet(value),
  ]);
  const assigned = Array.from(identityCenter.assignments.range(), ({ value }) => value.principalId);
  const idle = Array.from(identityCenter.users.range(), ({ value }) => value).filter(
    ({ id }) => !assigned.includes(id),
  );
  const groups = Array.from(identityCenter.groups.range(), ({ value }) => value.displayName);
  return {
    part: { region: instance.region, permissionSets: sets.part },
    lacks: [
      ...sets.lacks,
      ...idle.map(
        ({ userName }) => `Identity Center: the user \`${userName}\`, assigned to nothing`,
      ),
      ...groups.map((name) => `Identity Center: the group \`${name}\`, and what is assigned to it`),
    ],
  };
}

function tellPermissionSet(row: PermissionSetRow): Told<WorldPermissionSet> {
  const { policies, inline, boundary, name, description, relayState, sessionDuration } = row;
  return {
    part: {
      managedPolicies: policies.map(referenceText),
      ...(inline !== undefined && { inlinePolicy: inline }),
      ...(boundary && { boundary: referenceText(boundary) }),
    },
    lacks: lacksOf(`permission set \`${name}\``, {
      "its description": description !== undefined,
      "its relay state": relayState !== undefined,
      "how long its sessions are": sessionDuration !== "PT1H",
    }),
  };
}

function referenceText(reference: PolicyReference): string {
  switch (reference.kind) {
    case "aws":
      return reference.arn.slice(reference.arn.lastIndexOf("/") + 1);
    case "customer":
      return reference.name;
  }
}
