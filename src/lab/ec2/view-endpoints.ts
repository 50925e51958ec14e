import { findRow } from "../json/find-row.ts";
import type { EndpointFacts } from "../../policy/index.ts";
import type { PolicyDocuments } from "../state/policy-documents.ts";
import type { Ec2Tables, EndpointRow } from "./ec2-tables.ts";

/** The VPC endpoints that there are, by id. */
export interface Endpoints {
  has(id: string): boolean;
  get(id: string): EndpointFacts | undefined;
}

// Amazon VPC User Guide, Control access to VPC endpoints: Default endpoint policy.
const FULL_ACCESS = {
  Version: "2008-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

/** The text of the policy in force. */
export function endpointPolicyText({ policy }: Pick<EndpointRow, "policy">): string {
  return policy ?? JSON.stringify(FULL_ACCESS, null, 2);
}

/** Reads endpoints from their table, as they bear on requests. */
export function viewEndpoints({ endpoints }: Ec2Tables, documents: PolicyDocuments): Endpoints {
  const views = new WeakMap<EndpointRow, EndpointFacts>();
  return {
    has: (id) => findRow(endpoints, id) !== undefined,
    get(id) {
      const row = findRow(endpoints, id);
      if (row === undefined) return undefined;
      const known = views.get(row);
      if (known !== undefined) return known;
      const { account, vpc, type, region } = row;
      const view: EndpointFacts = {
        id,
        account,
        region,
        vpc,
        policy: {
          document: documents.read(endpointPolicyText(row), "resource"),
          name: "endpoint policy",
          attachedTo: `arn:aws:ec2:${region}:${account}:vpc-endpoint/${id}`,
          type,
        },
      };
      views.set(row, view);
      return view;
    },
  };
}
