import type { PolicySummary } from "@aws-sdk/client-organizations";
import type { OrganizationReader } from "../../access/index.ts";
import { AwsError } from "../../aws/index.ts";
import { collectPages } from "./collect-pages.ts";
import type { OrganizationsMeans } from "./placement-calls.ts";

const filters = {
  service: "SERVICE_CONTROL_POLICY",
  resource: "RESOURCE_CONTROL_POLICY",
} as const;

type ControlPolicies = Awaited<ReturnType<OrganizationReader["controlPolicies"]>>;

/** Reads what is attached to roots, units and accounts. */
export function controlPolicyCalls(
  open: () => Promise<OrganizationsMeans>,
): OrganizationReader["controlPolicies"] {
  let everywhere: Promise<ControlPolicies | undefined> | undefined;
  return async (attachedTo, type) => {
    const means = await open();
    if (type === "service") return attachedPolicies(attachedTo, type, means);
    everywhere ??= resourcePoliciesOfAll(means).catch((error: unknown) => {
      everywhere = undefined;
      throw error;
    });
    return (await everywhere) ?? attachedPolicies(attachedTo, type, means);
  };
}

/**
 * What stands on every level alike: nobody can detach `RCPFullAWSAccess` from any (Organizations User Guide, RCP
 * evaluation), so where there is no other, no level needs to be asked. Undefined where there are others.
 */
async function resourcePoliciesOfAll({
  client,
  call,
}: OrganizationsMeans): Promise<ControlPolicies | undefined> {
  const { ListPoliciesCommand } = await import("@aws-sdk/client-organizations");
  try {
    const { Policies = [], NextToken } = await call("ListPolicies", () =>
      client.send(new ListPoliciesCommand({ Filter: filters.resource })),
    );
    const isOfAws = NextToken === undefined && Policies.every((each) => each.AwsManaged === true);
    return isOfAws ? Policies.map(readPolicy) : undefined;
  } catch (error) {
    // Who may not list all may still be told of each level.
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

async function attachedPolicies(
  attachedTo: string,
  type: "service" | "resource",
  { client, call }: OrganizationsMeans,
): Promise<ControlPolicies> {
  const { paginateListPoliciesForTarget } = await import("@aws-sdk/client-organizations");
  const input = { TargetId: attachedTo, Filter: filters[type] };
  const policies = await call("ListPoliciesForTarget", () =>
    collectPages(paginateListPoliciesForTarget({ client }, input), (page) => page.Policies),
  );
  return policies.map(readPolicy);
}

function readPolicy({
  Id: id = "",
  Name: name = id,
  Arn: arn = "",
}: PolicySummary): ControlPolicies[number] {
  return { id, name, arn };
}
