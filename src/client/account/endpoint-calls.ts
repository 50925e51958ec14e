import type { AccountReader, AccountWriter } from "../../access/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callByQuery, elementIn } from "./query-call.ts";

/** What is read and written of VPC endpoints, in the profile's region unless another is named. */
export function endpointCalls(
  profile: Profile,
): Pick<AccountReader, "vpcEndpoint"> & Pick<AccountWriter, "putVpcEndpointPolicy"> {
  return {
    async vpcEndpoint(id, region = profile.region ?? "us-east-1") {
      const there = { ...profile, region };
      const xml = await callByQuery(there, {
        service: "ec2",
        operation: "DescribeVpcEndpoints",
        parameters: { "VpcEndpointId.1": id },
      });
      return {
        account: required(xml, "ownerId"),
        region,
        type: required(xml, "vpcEndpointType") === "Gateway" ? "gateway" : "interface",
        vpc: required(xml, "vpcId"),
        policy: required(xml, "policyDocument"),
      };
    },

    async putVpcEndpointPolicy({ id, region }, text) {
      await callByQuery(
        { ...profile, region },
        {
          service: "ec2",
          operation: "ModifyVpcEndpoint",
          parameters: { VpcEndpointId: id, PolicyDocument: text },
        },
      );
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
