import { afterEach, beforeEach, expect, test } from "vitest";
import { startLab } from "../../src/lab/index.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { askLab } from "../support/lab-request.ts";
import { askJson, type JsonAnswer, textAt } from "./ask-json.ts";
import { openServices, type OpenServices } from "./open-services.ts";

let open: OpenServices;
beforeEach(async () => {
  open = await openServices();
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

const SCP = "SERVICE_CONTROL_POLICY";
const RCP = "RESOURCE_CONTROL_POLICY";
const ROOT = "r-ab12";
const UNIT = "ou-ab12-workload";

async function makePolicy(Type: string, statement: object): Promise<string> {
  const Content = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const input = { Name: `p${Math.random()}`, Description: "", Type, Content };
  return textAt(
    await open.get("boss", "organizations:CreatePolicy", input),
    "Policy.PolicySummary.Id",
  );
}

async function list(
  profile: string,
): Promise<{ readonly status: number; readonly message: string }> {
  const answer = await askLab(open.lab.port, {
    credentials: open.credentialsOf(profile),
    method: "GET",
    target: "/bucket-a?list-type=2",
    region: "ap-northeast-1",
  });
  return { status: answer.status, message: answer.message ?? "" };
}

async function instanceArn(): Promise<string> {
  return textAt(await open.get("boss", "sso:ListInstances"), "Instances.0.InstanceArn");
}

const noListing = { Effect: "Deny", Action: "s3:ListBucket", Resource: "*" };

test("a service control policy binds the accounts under its target from the next request on", async () => {
  const PolicyId = await makePolicy(SCP, noListing);
  expect((await list("alice")).status).toBe(200);
  await open.get("boss", "organizations:AttachPolicy", { PolicyId, TargetId: UNIT });
  expect(await list("alice")).toEqual({
    status: 403,
    message: `User: arn:aws:iam::111111111111:user/alice is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::bucket-a" with an explicit deny in a service control policy: arn:aws:organizations::000000000000:policy/o-exampleorg1/service_control_policy/${PolicyId}`,
  });
  await open.get("boss", "organizations:DetachPolicy", { PolicyId, TargetId: UNIT });
  expect((await list("alice")).status).toBe(200);
  await open.get("boss", "organizations:DeletePolicy", { PolicyId });
});

test("an account that leaves is bound by no policy, and left by Identity Center", async () => {
  const PolicyId = await makePolicy(SCP, noListing);
  expect((await list("ann")).status).toBe(200);
  await open.get("boss", "organizations:AttachPolicy", { PolicyId, TargetId: ROOT });
  expect((await list("alice")).status).toBe(403);
  await open.get("alice", "organizations:LeaveOrganization");
  expect((await list("alice")).status).toBe(200);
  expect((await list("ann")).status).toBe(403);
  const AccountId = "111111111111";
  const input = { InstanceArn: await instanceArn(), AccountId };
  const sets = await open.get("boss", "sso:ListPermissionSetsProvisionedToAccount", input);
  expect(sets).toEqual({ PermissionSets: [] });
  const targets = await open.get("boss", "organizations:ListTargetsForPolicy", { PolicyId });
  expect(JSON.stringify(targets)).not.toContain("111111111111");
});

test("an account that moves under a unit falls under its policies", async () => {
  const PolicyId = await makePolicy(SCP, { Effect: "Deny", Action: "kms:*", Resource: "*" });
  await open.get("boss", "organizations:AttachPolicy", { PolicyId, TargetId: UNIT });
  expect((await open.ask("bob", "kms:ListKeys")).status).toBe(200);
  await open.get("boss", "organizations:MoveAccount", {
    AccountId: "222222222222",
    SourceParentId: ROOT,
    DestinationParentId: UNIT,
  });
  expect((await open.ask("bob", "kms:ListKeys")).status).toBe(400);
});

test("a resource control policy binds everyone who comes to a resource", async () => {
  const PolicyId = await makePolicy(RCP, { ...noListing, Principal: "*" });
  await open.get("boss", "organizations:AttachPolicy", { PolicyId, TargetId: "111111111111" });
  const { status, message } = await list("alice");
  expect(status).toBe(403);
  expect(message).toContain("with an explicit deny in a resource control policy");
});

test("resource control policies only deny, and everyone", async () => {
  const Content = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }],
  });
  const input = { Name: "open", Description: "", Type: RCP, Content };
  const { body } = await open.ask("boss", "organizations:CreatePolicy", input);
  expect(textAt(body, "__type")).toBe("MalformedPolicyDocumentException");
});

test("only the management account changes the organization; members see it", async () => {
  expect((await open.ask("alice", "organizations:DescribeOrganization")).status).toBe(200);
  expect((await open.ask("alice", "organizations:ListAccounts")).body).toEqual({
    __type: "AccessDeniedException",
    message: "You don't have permissions to access this resource.",
  });
});

test("of service control policies one must stay, and the same one comes once", async () => {
  const full = { PolicyId: "p-FullAWSAccess", TargetId: UNIT };
  const { body } = await open.ask("boss", "organizations:DetachPolicy", full);
  expect(body).toMatchObject({
    __type: "ConstraintViolationException",
    Reason: "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
  });
  const twice = await open.ask("boss", "organizations:AttachPolicy", full);
  expect(textAt(twice.body, "__type")).toBe("DuplicatePolicyAttachmentException");
});

test("a new account is there with a role for the management account", async () => {
  const { CreateAccountStatus } = await open.get("boss", "organizations:CreateAccount", {
    Email: "new@example.com",
    AccountName: "new",
  });
  const CreateAccountRequestId = textAt({ CreateAccountStatus }, "CreateAccountStatus.Id");
  const status = await open.get("boss", "organizations:DescribeCreateAccountStatus", {
    CreateAccountRequestId,
  });
  const account = textAt(status, "CreateAccountStatus.AccountId");
  const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
  const assumed = await askLab(open.lab.port, {
    credentials: open.credentialsOf("boss"),
    method: "POST",
    target: "/",
    service: "sts",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `Action=AssumeRole&Version=2011-06-15&RoleSessionName=boss&RoleArn=${encodeURIComponent(RoleArn)}`,
  });
  expect(assumed.status).toBe(200);
  expect(assumed.body).toContain(
    `:sts::${account}:assumed-role/OrganizationAccountAccessRole/boss`,
  );
});

test("units are made, named, found and deleted when they are empty", async () => {
  const made = await open.get("boss", "organizations:CreateOrganizationalUnit", {
    ParentId: UNIT,
    Name: "Inner",
  });
  const OrganizationalUnitId = textAt(made, "OrganizationalUnit.Id");
  expect(
    await open.get("boss", "organizations:ListParents", { ChildId: OrganizationalUnitId }),
  ).toEqual({
    Parents: [{ Id: UNIT, Type: "ORGANIZATIONAL_UNIT" }],
  });
  const full = await open.ask("boss", "organizations:DeleteOrganizationalUnit", {
    OrganizationalUnitId: UNIT,
  });
  expect(textAt(full.body, "__type")).toBe("OrganizationalUnitNotEmptyException");
  await open.get("boss", "organizations:DeleteOrganizationalUnit", { OrganizationalUnitId });
  const gone = await open.ask("boss", "organizations:DescribeOrganizationalUnit", {
    OrganizationalUnitId,
  });
  expect(textAt(gone.body, "__type")).toBe("OrganizationalUnitNotFoundException");
});

test("a policy type that is disabled binds nobody", async () => {
  const PolicyId = await makePolicy(SCP, noListing);
  await open.get("boss", "organizations:AttachPolicy", { PolicyId, TargetId: ROOT });
  expect((await list("alice")).status).toBe(403);
  const type = { RootId: ROOT, PolicyType: SCP };
  await open.get("boss", "organizations:DisablePolicyType", type);
  expect((await list("alice")).status).toBe(200);
  await open.get("boss", "organizations:EnablePolicyType", type);
  expect((await list("alice")).status).toBe(200);
});

test("after a reset the organization is that of the world", async () => {
  const PolicyId = await makePolicy(SCP, noListing);
  await open.get("boss", "organizations:AttachPolicy", { PolicyId, TargetId: ROOT });
  await open.lab.reset();
  expect((await list("alice")).status).toBe(200);
  const policies = await open.get("boss", "organizations:ListPolicies", { Filter: SCP });
  expect(policies["Policies"]).toHaveLength(1);
});

test("an account without an organization makes one, and is alone in it", async () => {
  const world = parseWorld({
    accounts: {
      "111111111111": { users: { alice: { managedPolicies: ["AdministratorAccess"] } } },
      "222222222222": { users: { bob: { managedPolicies: ["AdministratorAccess"] } } },
    },
  });
  if (!world.ok) throw new Error(JSON.stringify(world.problems));
  const lab = await startLab({ world: world.value });
  const ask = (account: string, operation: string, input: object = {}): Promise<JsonAnswer> => {
    const credentials = lab.principals.find((each) => each.account === account)?.credentials;
    if (credentials === undefined) throw new Error(`nobody in \`${account}\``);
    return askJson(lab.port, { credentials, operation, input });
  };
  try {
    const without = await ask("111111111111", "organizations:ListRoots");
    expect(textAt(without.body, "__type")).toBe("AWSOrganizationsNotInUseException");
    const made = await ask("111111111111", "organizations:CreateOrganization");
    expect(textAt(made.body, "Organization.MasterAccountId")).toBe("111111111111");
    const { body } = await ask("111111111111", "organizations:ListAccounts");
    expect(body["Accounts"]).toHaveLength(1);
    const again = await ask("222222222222", "organizations:DescribeOrganization");
    expect(textAt(again.body, "__type")).toBe("AWSOrganizationsNotInUseException");
  } finally {
    await lab.close();
  }
});
