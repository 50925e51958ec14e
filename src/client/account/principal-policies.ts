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
  const own = await policiesOf(iam, {
    kind: "User",
    attached: sdk.paginateListAttachedUserPolicies({ client }, input),
    inlineNames: sdk.paginateListUserPolicies({ client }, input),
    readInline: (name) => client.send(new sdk.GetUserPolicyCommand({ ...input, PolicyName: name })),
  });
  const groups = await call("ListGroupsForUser", () =>
    collectPages(sdk.paginateListGroupsForUser({ client }, input), (page) => page.Groups),
  );
  const ofGroups = await eachInTurn(groups, async ({ GroupName: group = "" }) =>
    (await groupPolicies(iam, group)).map((policy) => ({ ...policy, group })),
  );
  return [...own, ...ofGroups.flat()];
}

async function groupPolicies(iam: IamReader, groupName: string): Promise<readonly ReadPolicy[]> {
  const { GetGroupPolicyCommand, paginateListAttachedGroupPolicies, paginateListGroupPolicies } =
    await import("@aws-sdk/client-iam");
  const { client } = iam;
  const input = { GroupName: groupName };
  return policiesOf(iam, {
    kind: "Group",
    attached: paginateListAttachedGroupPolicies({ client }, input),
    inlineNames: paginateListGroupPolicies({ client }, input),
    readInline: (name) => client.send(new GetGroupPolicyCommand({ ...input, PolicyName: name })),
  });
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
  const attached = await call(`ListAttached${kind}Policies`, () =>
    collectPages(lists.attached, (page) => page.AttachedPolicies),
  );
  const managed = await eachInTurn(attached, (policy) => managedPolicy(iam, policy));
  const names = await call(`List${kind}Policies`, () =>
    collectPages(lists.inlineNames, (page) => page.PolicyNames),
  );
  const inline = await eachInTurn(names, async (name) => {
    const answer = await call(`Get${kind}Policy`, () => lists.readInline(name));
    return { name, text: documentText(answer.PolicyDocument) };
  });
  return [...managed, ...inline];
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
function documentText(document = ""): string {
  return decodeURIComponent(document);
}

/** One call after the other: IAM throttles early, and a principal has few policies. */
async function eachInTurn<Item, Result>(
  items: readonly Item[],
  visit: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await visit(item));
  return results;
}
