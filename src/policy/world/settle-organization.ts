import { mapValues } from "./map-values.ts";
import type { WorldAccount, WorldOrganization } from "./world.ts";
import type { WrittenOrganization } from "./written-organization.ts";
import type { WrittenAccount } from "./written-world.ts";

/** An organization with only what the file says of it; a policy type that is not named is not enabled. */
export function organizationOf(written: WrittenOrganization): WorldOrganization {
  const { id, managementAccount, root, withoutFullAWSAccess } = written;
  const { organizationalUnits, serviceControlPolicies, resourceControlPolicies } = written;
  return {
    id,
    managementAccount,
    ...(root !== undefined && { root }),
    ...(organizationalUnits && {
      organizationalUnits: mapValues(organizationalUnits, (_id, { name, parent, accounts }) => ({
        ...(name !== undefined && { name }),
        ...(parent !== undefined && { parent }),
        accounts,
      })),
    }),
    ...(serviceControlPolicies && {
      serviceControlPolicies: mapValues(serviceControlPolicies, policyOf),
    }),
    ...(resourceControlPolicies && {
      resourceControlPolicies: mapValues(resourceControlPolicies, policyOf),
    }),
    ...(withoutFullAWSAccess.length > 0 && { withoutFullAWSAccess }),
  };
}

type WrittenPolicy = NonNullable<WrittenOrganization["serviceControlPolicies"]>[string];
type Policy = NonNullable<WorldOrganization["serviceControlPolicies"]>[string];

function policyOf(_id: string, { name, targets, policy }: WrittenPolicy): Policy {
  return { ...(name !== undefined && { name }), targets, policy };
}

/** The endpoints of an account; a VPC that is not named has the endpoint's own digits. */
export function endpointsOf({ vpcEndpoints }: WrittenAccount): Pick<WorldAccount, "vpcEndpoints"> {
  if (Object.keys(vpcEndpoints).length === 0) return {};
  return {
    vpcEndpoints: mapValues(vpcEndpoints, (id, { region, type, vpc, policy }) => ({
      region: region ?? "us-east-1",
      type: type ?? "gateway",
      vpc: vpc ?? id.replace("vpce-", "vpc-"),
      ...(policy !== undefined && { policy }),
    })),
  };
}
