import type { PolicyRow, PolicyType } from "./organization-tables.ts";

/** AWS's own policies, which stand on every target once their type is enabled (Organizations User Guide, SCPs, RCPs). */
export const AWS_POLICIES: readonly PolicyRow[] = [
  {
    id: "p-FullAWSAccess",
    type: "SERVICE_CONTROL_POLICY",
    name: "FullAWSAccess",
    description: "Allows access to every operation",
    content: contentOf({ Effect: "Allow", Action: "*", Resource: "*" }),
  },
  {
    id: "p-RCPFullAWSAccess",
    type: "RESOURCE_CONTROL_POLICY",
    name: "RCPFullAWSAccess",
    description: "Allow access to every resource",
    content: contentOf({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }),
  },
];

/** AWS's policy of a type. */
export function awsPolicyOf(type: PolicyType): PolicyRow {
  const policy = AWS_POLICIES.find((each) => each.type === type);
  if (policy === undefined) throw new Error(`AWS has no policy of type \`${type}\``);
  return policy;
}

function contentOf(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);
}
