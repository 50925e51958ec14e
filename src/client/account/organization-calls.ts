import type { OrganizationReader } from "../../access/index.ts";
import { AwsError } from "../../aws/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import { controlPolicyCalls } from "./control-policy-calls.ts";
import { type OrganizationsMeans, placementOf } from "./placement-calls.ts";
import type { SdkClients } from "./sdk-clients.ts";

/** What is read of the organization that an identity's account is in. */
export function organizationCalls(profile: Profile, clients: SdkClients): OrganizationReader {
  const call = callsTo("organizations", profile);
  const open = async (): Promise<OrganizationsMeans> => ({
    client: await clients.organizations(),
    call,
  });
  return {
    organization: async () => readOrganization(await open()),
    placementOf: async (account) => {
      const means = await open();
      return placementOf(account, means, () => readOrganization(means));
    },
    controlPolicies: controlPolicyCalls(open),

    async controlPolicyText(id) {
      const { DescribePolicyCommand } = await import("@aws-sdk/client-organizations");
      const { client } = await open();
      const { Policy } = await call("DescribePolicy", () =>
        client.send(new DescribePolicyCommand({ PolicyId: id })),
      );
      if (Policy?.Content !== undefined) return Policy.Content;
      throw lacking("content", "DescribePolicy");
    },
  };
}

async function readOrganization({
  client,
  call,
}: OrganizationsMeans): ReturnType<OrganizationReader["organization"]> {
  const { DescribeOrganizationCommand } = await import("@aws-sdk/client-organizations");
  try {
    const { Organization } = await call("DescribeOrganization", () =>
      client.send(new DescribeOrganizationCommand({})),
    );
    const { Id: id, MasterAccountId: managementAccount } = Organization ?? {};
    if (id !== undefined && managementAccount !== undefined) return { id, managementAccount };
    throw lacking("id or management account", "DescribeOrganization");
  } catch (error) {
    if (error instanceof AwsError && error.code === "AWSOrganizationsNotInUseException")
      return undefined;
    throw error;
  }
}

function lacking(what: string, operation: string): WireError {
  return new WireError("UnreadableAnswer", `the answer to ${operation} lacks its ${what}`);
}
