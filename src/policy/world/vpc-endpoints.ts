import { parsePolicy } from "../parse-policy.ts";
import type { EndpointPolicy } from "../request.ts";
import type { World, WorldVpcEndpoint } from "./world.ts";

/** A VPC endpoint of a world, with the policy in force. */
export interface EndpointFacts {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly vpc: string;
  readonly policy: EndpointPolicy;
}

/** Every VPC endpoint of a world, by id. */
export function worldEndpoints(world: World): ReadonlyMap<string, EndpointFacts> {
  const endpoints = new Map<string, EndpointFacts>();
  for (const [account, { vpcEndpoints = {} }] of Object.entries(world.accounts)) {
    for (const [id, endpoint] of Object.entries(vpcEndpoints)) {
      endpoints.set(id, {
        id,
        account,
        region: endpoint.region,
        vpc: endpoint.vpc,
        policy: policyOf(endpoint, account, id),
      });
    }
  }
  return endpoints;
}

// Amazon VPC User Guide, Control access to VPC endpoints: Default endpoint policy.
const DEFAULT_POLICY = JSON.stringify(
  { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] },
  null,
  2,
);

function policyOf(endpoint: WorldVpcEndpoint, account: string, id: string): EndpointPolicy {
  const { type, region, policy: text = DEFAULT_POLICY } = endpoint;
  const parsed = parsePolicy(text, "resource");
  if (!parsed.ok) {
    throw new Error(`policy of endpoint \`${id}\` does not parse: ${parsed.problems[0].message}`);
  }
  const attachedTo = `arn:aws:ec2:${region}:${account}:vpc-endpoint/${id}`;
  return { document: parsed.value, name: "endpoint policy", attachedTo, type };
}
