import type { SSOAdminClient } from "@aws-sdk/client-sso-admin";
import type { AccountReader, ReadPermissionSet } from "../../access/index.ts";
import { AwsError } from "../../aws/index.ts";
import type { Profile } from "../profile/load-profile.ts";
import { type CallAws, callsTo } from "./call-aws.ts";
import { collectPages } from "./collect-pages.ts";
import type { SdkClients } from "./sdk-clients.ts";

/** What is read of Identity Center, which only its own account and a delegate may. */
export function permissionSetCalls(
  profile: Profile,
  clients: SdkClients,
): Pick<AccountReader, "permissionSet"> {
  const call = callsTo("sso_admin", profile);
  return {
    async permissionSet(name, account) {
      const { ListInstancesCommand } = await import("@aws-sdk/client-sso-admin");
      const client = await clients.ssoAdmin();
      const center = { client, call };
      const { Instances = [] } = await call("ListInstances", () =>
        client.send(new ListInstancesCommand({})),
      );
      for (const { InstanceArn } of Instances) {
        const found = await findSet(center, { InstanceArn, AccountId: account, name });
        if (found !== undefined) return readSet(center, found);
      }
      return undefined;
    },
  };
}

/** Identity Center, and a way to name each call to it. */
interface Center {
  readonly client: SSOAdminClient;
  readonly call: CallAws;
}

interface NamedSet {
  readonly InstanceArn: string | undefined;
  readonly AccountId: string;
  readonly name: string;
}

interface SetArns {
  readonly InstanceArn: string | undefined;
  readonly PermissionSetArn: string;
}

/** Identity Center finds sets by ARN alone: names are asked for one by one. */
async function findSet(
  { client, call }: Center,
  { name, ...where }: NamedSet,
): Promise<SetArns | undefined> {
  const sdk = await import("@aws-sdk/client-sso-admin");
  const sets = await call("ListPermissionSetsProvisionedToAccount", () =>
    collectPages(
      sdk.paginateListPermissionSetsProvisionedToAccount({ client }, where),
      ({ PermissionSets }) => PermissionSets,
    ),
  );
  const described = await Promise.all(
    sets.map(async (PermissionSetArn) => {
      const arns = { InstanceArn: where.InstanceArn, PermissionSetArn };
      const { PermissionSet } = await call("DescribePermissionSet", () =>
        client.send(new sdk.DescribePermissionSetCommand(arns)),
      );
      return { arns, name: PermissionSet?.Name };
    }),
  );
  return described.find((each) => each.name === name)?.arns;
}

async function readSet({ client, call }: Center, arns: SetArns): Promise<ReadPermissionSet> {
  const sdk = await import("@aws-sdk/client-sso-admin");
  const [{ InlinePolicy }, managed, references, boundary] = await Promise.all([
    call("GetInlinePolicyForPermissionSet", () =>
      client.send(new sdk.GetInlinePolicyForPermissionSetCommand(arns)),
    ),
    call("ListManagedPoliciesInPermissionSet", () =>
      collectPages(
        sdk.paginateListManagedPoliciesInPermissionSet({ client }, arns),
        (page) => page.AttachedManagedPolicies,
      ),
    ),
    call("ListCustomerManagedPolicyReferencesInPermissionSet", () =>
      collectPages(
        sdk.paginateListCustomerManagedPolicyReferencesInPermissionSet({ client }, arns),
        (page) => page.CustomerManagedPolicyReferences,
      ),
    ),
    boundaryOf({ client, call }, arns),
  ]);
  return {
    region: await client.config.region(),
    managedPolicies: managed.flatMap(({ Arn }) => Arn ?? []),
    customerPolicies: references.map(pathAndName),
    // Without one the answer is an empty text.
    ...(InlinePolicy && { inlinePolicy: InlinePolicy }),
    ...(boundary !== undefined && { boundary }),
  };
}

async function boundaryOf({ client, call }: Center, arns: SetArns): Promise<string | undefined> {
  const { GetPermissionsBoundaryForPermissionSetCommand } =
    await import("@aws-sdk/client-sso-admin");
  try {
    const { PermissionsBoundary } = await call("GetPermissionsBoundaryForPermissionSet", () =>
      client.send(new GetPermissionsBoundaryForPermissionSetCommand(arns)),
    );
    const { ManagedPolicyArn, CustomerManagedPolicyReference: reference } =
      PermissionsBoundary ?? {};
    return ManagedPolicyArn ?? (reference && pathAndName(reference));
  } catch (error) {
    // So Identity Center answers where none is set.
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

function pathAndName({ Path = "/", Name = "" }: PolicyReference): string {
  return `${Path}${Name}`;
}

interface PolicyReference {
  readonly Path?: string | undefined;
  readonly Name: string | undefined;
}
