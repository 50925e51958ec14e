import type { Layer, PolicyUse } from "../../../policy/index.ts";

/** As what the rules read a policy of a layer; undefined where they know no such policies. */
export function policyUse(layer: Layer): PolicyUse | undefined {
  return uses[layer];
}

const uses: Readonly<Partial<Record<Layer, PolicyUse>>> = {
  identity: "identity",
  boundary: "identity",
  session: "session",
  resource: "bucket-policy",
  keyPolicy: "key-policy",
  roleTrust: "trust",
  serviceControl: "scp",
  resourceControl: "rcp",
  vpcEndpoint: "vpc-endpoint",
};
