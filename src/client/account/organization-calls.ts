import type { OrganizationReader } from "../../access/index.ts";
import { AwsError } from "../../aws/index.ts";
import { WireError } from "../http/wire-error.ts";
import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import { collectPages } from "./collect-pages.ts";
import type { SdkClients } from "./sdk-clients.ts";

const filters = {
  service: "SERVICE_CONTROL_POLICY",
  resource: "RESOURCE_CONTROL_POLICY",
} as const;

/** What is read of the organization that an identity's account is in. */
export function organizationCalls(profile: Profile, clients: SdkClients): OrganizationReader {
  const call = callsTo("organizations", profile);
  return {
    async organization() {
      const { DescribeOrganizationCommand } = await import("@aws-sdk/client-organizations");
      const client = await clients.organizations();
      try {
        const { Organization } = await call("DescribeOrganization", () =>
          client.send(new DescribeOrganizationCommand({})),
        );
        const { Id: id, MasterAccountId: managementAccount } = Organization ?? {};
        if (id !== undefined && managementAccount !== undefined) return { id, managementAccount };
        throw lacking("id or management account", "DescribeOrganization");
      } catch (error) {
        const isInNone =
          error instanceof AwsError && error.code === "AWSOrganizationsNotInUseException";
        if (isInNone) return undefined;
        throw error;
      }
    },

    async parentOf(child) {
      const { ListParentsCommand } = await import("@aws-sdk/client-organizations");
      const client = await clients.organizations();
      const { Parents } = await call("ListParents", () =>
        client.send(new ListParentsCommand({ ChildId: child })),
      );
      // Organizations API Reference, ListParents: in the current release, a child can have only a single parent.
      const id = Parents?.[0]?.Id;
      if (id !== undefined) return id;
      throw lacking("parent", "ListParents");
    },

    async controlPolicies(attachedTo, type) {
      const { paginateListPoliciesForTarget } = await import("@aws-sdk/client-organizations");
      const client = await clients.organizations();
      const input = { TargetId: attachedTo, Filter: filters[type] };
      const policies = await call("ListPoliciesForTarget", () =>
        collectPages(paginateListPoliciesForTarget({ client }, input), (page) => page.Policies),
      );
      return policies.map(({ Id: id = "", Name: name = id, Arn: arn = "" }) => ({ id, name, arn }));
    },

    async controlPolicyText(id) {
      const { DescribePolicyCommand } = await import("@aws-sdk/client-organizations");
      const client = await clients.organizations();
      const { Policy } = await call("DescribePolicy", () =>
        client.send(new DescribePolicyCommand({ PolicyId: id })),
      );
      if (Policy?.Content !== undefined) return Policy.Content;
      throw lacking("content", "DescribePolicy");
    },
  };
}

function lacking(what: string, operation: string): WireError {
  return new WireError("UnreadableAnswer", `the answer to ${operation} lacks its ${what}`);
}
