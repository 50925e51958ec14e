import type { IAMClient } from "@aws-sdk/client-iam";
import type { ReadPolicy } from "../../access/index.ts";
import type { CallAws } from "./call-aws.ts";
import { collectPages } from "./collect-pages.ts";

/** IAM, and a way to name each call to it. */
export interface IamReader {
  readonly client: IAMClient;
  readonly call: CallAws;
}

/** Attached and inline policies of a role. */
export async function rolePolicies(
  iam: IamReader,
  roleName: string,
): Promise<readonly ReadPolicy[]> {
  const { GetRolePolicyCommand, paginateListAttachedRolePolicies, paginateListRolePolicies } =
    await import("@aws-sdk/client-iam");
  const { client } = iam;
  const input = { RoleName: roleName };
  return policiesOf(iam, {
    kind: "Role",
    attached: paginateListAttachedRolePolicies({ client }, input),
    inlineNames: paginateListRolePolicies({ client }, input),
    readInline: (name) => client.send(new GetRolePolicyCommand({ ...input, PolicyName: name })),
  });
}

/** Attached and inline policies of a user, and of every group that the user is in. */
export async function userPolicies(
  iam: IamReader,
  userName: string,
): Promise<readonly ReadPolicy[]> {
  const sdk = await import("@aws-sdk/client-iam");
  const { client, call } = iam;
  const input = { UserName: userName };
  const own = policiesOf(iam, {
    kind: "User",
    attached: sdk.paginateListAttachedUserPolicies({ client }, input),
    inlineNames: sdk.paginateListUserPolicies({ client }, input),
    readInline: (name) => client.send(new sdk.GetUserPolicyCommand({ ...input, PolicyName: name })),
  });
  const ofGroups = call("ListGroupsForUser", () =>
    collectPages(sdk.paginateListGroupsForUser({ client }, input), (page) => page.Groups),
  ).then((groups) =>
    Promise.all(groups.map(({ GroupName = "" }) => groupPolicies(iam, GroupName))),
  );
  return (await Promise.all([own, ofGroups.then((all) => all.flat())])).flat();
}

async function groupPolicies(iam: IamReader, group: string): Promise<readonly ReadPolicy[]> {
  const { GetGroupPolicyCommand, paginateListAttachedGroupPolicies, paginateListGroupPolicies } =
    await import("@aws-sdk/client-iam");
  const { client } = iam;
  const input = { GroupName: group };
  const policies = await policiesOf(iam, {
    kind: "Group",
    attached: paginateListAttachedGroupPolicies({ client }, input),
    inlineNames: paginateListGroupPolicies({ client }, input),
    readInline: (name) => client.send(new GetGroupPolicyCommand({ ...input, PolicyName: name })),
  });
  return policies.map((policy) => ({ ...policy, group }));
}

/** What IAM has alike for roles, users and groups. */
interface PolicyLists {
  readonly kind: "Role" | "User" | "Group";
  readonly attached: AsyncIterable<{ readonly AttachedPolicies?: Attachment[] | undefined }>;
  readonly inlineNames: AsyncIterable<{ readonly PolicyNames: string[] | undefined }>;
  readonly readInline: (policyName: string) => Promise<{
    readonly PolicyName: string | undefined;
    readonly PolicyDocument: string | undefined;
  }>;
}

interface Attachment {
  readonly PolicyName?: string | undefined;
  readonly PolicyArn?: string | undefined;
}

async function policiesOf(iam: IamReader, lists: PolicyLists): Promise<readonly ReadPolicy[]> {
  const { call } = iam;
  const { kind } = lists;
  // Who may not list the ones hardly may the others, and takes only both together: the second list waits for the first.
  const attached = await call(`ListAttached${kind}Policies`, () =>
    collectPages(lists.attached, (page) => page.AttachedPolicies),
  );
  const managed = Promise.all(attached.map((policy) => managedPolicy(iam, policy)));
  const inline = call(`List${kind}Policies`, () =>
    collectPages(lists.inlineNames, (page) => page.PolicyNames),
  ).then((names) =>
    Promise.all(
      names.map(async (name) => {
        const answer = await call(`Get${kind}Policy`, () => lists.readInline(name));
        return { name, text: documentText(answer.PolicyDocument) };
      }),
    ),
  );
  return (await Promise.all([managed, inline])).flat();
}

/** A managed policy's text is that of its default version. */
export async function managedPolicy(
  { client, call }: IamReader,
  { PolicyName: name = "", PolicyArn: arn = "" }: Attachment,
): Promise<ReadPolicy> {
  const { GetPolicyCommand, GetPolicyVersionCommand } = await import("@aws-sdk/client-iam");
  const { Policy } = await call("GetPolicy", () =>
    client.send(new GetPolicyCommand({ PolicyArn: arn })),
  );
  const version = { PolicyArn: arn, VersionId: Policy?.DefaultVersionId };
  const { PolicyVersion } = await call("GetPolicyVersion", () =>
    client.send(new GetPolicyVersionCommand(version)),
  );
  return { name, arn, text: documentText(PolicyVersion?.Document) };
}

/** IAM sends documents percent-encoded after RFC 3986 (IAM API Reference, GetRolePolicy). */
export function documentText(document = ""): string {
  return decodeURIComponent(document);
}
