import type { AccountReader, AccountWriter } from "../../access/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callEc2, elementIn } from "./ec2-query.ts";

/** What is read and written of VPC endpoints, in the profile's region unless another is named. */
export function endpointCalls(
  profile: Profile,
): Pick<AccountReader, "vpcEndpoint"> & Pick<AccountWriter, "putVpcEndpointPolicy"> {
  return {
    async vpcEndpoint(id, region = profile.region ?? "us-east-1") {
      const there = { ...profile, region };
      const xml = await callEc2(there, "DescribeVpcEndpoints", { "VpcEndpointId.1": id });
      return {
        account: required(xml, "ownerId"),
        region,
        type: required(xml, "vpcEndpointType") === "Gateway" ? "gateway" : "interface",
        vpc: required(xml, "vpcId"),
        policy: required(xml, "policyDocument"),
      };
    },

    async putVpcEndpointPolicy({ id, region }, text) {
      const input = { VpcEndpointId: id, PolicyDocument: text };
      await callEc2({ ...profile, region }, "ModifyVpcEndpoint", input);
    },
  };
}

function required(xml: string, name: string): string {
  const text = elementIn(xml, name);
  if (text !== undefined) return text;
  throw new WireError(
    "UnreadableAnswer",
    `the answer to DescribeVpcEndpoints lacks its \`${name}\``,
  );
}
