import { describe, expect, test } from "vitest";
import {
  type AccountReader,
  type Facts,
  gatherFacts,
  judge,
  needsOf,
} from "../../src/access/index.ts";
import { profileLabel, sameInBoth, AwsError } from "../../src/aws/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const A = "111111111111";
const B = "222222222222";
const MANAGEMENT = "000000000000";
const ROLE = "AWSReservedSSO_Sync_1234567890abcdef";
const KEY = `arn:aws:kms:us-east-1:${B}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const text = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const ALL = text({ Effect: "Allow", Action: "*", Resource: "*" });
const OPEN = text({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${A}:root` },
  Action: "s3:*",
  Resource: ["arn:aws:s3:::dev-b", "arn:aws:s3:::dev-b/*"],
});
const NO_WRITES = text({ Effect: "Deny", Action: "s3:PutObject", Resource: "*" });
const ONLY_OURS = text({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { StringNotEquals: { "aws:PrincipalAccount": B } },
});

function refuse(operation: string, code = "AccessDeniedException"): () => Promise<never> {
  const detail = { code, message: "no", status: 400, operation };
  return () => Promise.reject(new AwsError(detail));
}

const organization = { id: "o-exampleorg1", managementAccount: MANAGEMENT };
/** Root, then a unit with A in it; B stands under the root. */
const levels: Readonly<Record<string, readonly string[]>> = {
  [A]: ["r-ab12", "ou-ab12-workload1", A],
  [B]: ["r-ab12", B],
};
const texts: Readonly<Record<string, string>> = {
  "p-full": ALL,
  "p-open": text({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }),
  "p-writes": NO_WRITES,
  "p-ours": ONLY_OURS,
};

function policy(
  id: string,
  type: string,
): Awaited<ReturnType<AccountReader["controlPolicies"]>>[number] {
  return {
    id,
    name: id,
    arn: `arn:aws:organizations::${MANAGEMENT}:policy/o-exampleorg1/${type}_control_policy/${id}`,
  };
}

function person(account: string, overrides: Partial<AccountReader> = {}): AccountReader {
  const isCaller = account === A;
  return {
    ...settingsByDefault,
    label: profileLabel(account),
    callerIdentity: () =>
      Promise.resolve({
        account,
        arn: isCaller
          ? `arn:aws:sts::${A}:assumed-role/${ROLE}/alice`
          : `arn:aws:iam::${account}:user/bob`,
        userId: isCaller ? "AROAEXAMPLEEXAMPLE123:alice" : "AIDAEXAMPLEEXAMPLE123",
      }),
    role: () =>
      Promise.resolve({ arn: `arn:aws:iam::${A}:role/x/${ROLE}`, roleId: "AROAEXAMPLEEXAMPLE123" }),
    user: () => Promise.resolve({}),
    managedPolicy: (arn) =>
      Promise.resolve({ name: arn.slice(arn.lastIndexOf("/") + 1), arn, text: ALL }),
    rolePolicies: () => Promise.resolve([{ name: "all", text: ALL }]),
    userPolicies: () => Promise.resolve([]),
    bucketPolicy: (bucket) =>
      bucket === (isCaller ? "dev-a" : "dev-b")
        ? Promise.resolve(isCaller ? undefined : OPEN)
        : refuse("GetBucketPolicy", "AccessDenied")(),
    bucketEncryption: (bucket) =>
      Promise.resolve({
        kmsKey: bucket === "dev-b" ? KEY : undefined,
        bucketKey: false,
        blocksCustomerKeys: true,
      }),
    key: (arn) => Promise.resolve({ arn, state: "enabled", isManaged: false }),
    keyPolicy: () =>
      Promise.resolve(text({ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" })),
    organization: () => Promise.resolve(organization),
    placementOf: refuse("DescribeAccount"),
    ...overrides,
  };
}

function manager(overrides: Partial<AccountReader> = {}): AccountReader {
  return person(MANAGEMENT, {
    label: profileLabel("management"),
    bucketPolicy: refuse("GetBucketPolicy", "AccessDenied"),
    placementOf: (account) => {
      const way = levels[account];
      return way === undefined
        ? refuse("DescribeAccount", "AccountNotFoundException")()
        : Promise.resolve({ ...organization, levels: way });
    },
    controlPolicies: (at, type) =>
      Promise.resolve([
        policy(type === "service" ? "p-full" : "p-open", type),
        ...(type === "service" && at.startsWith("ou-") ? [policy("p-writes", type)] : []),
        ...(type === "resource" && at === B ? [policy("p-ours", type)] : []),
      ]),
    controlPolicyText: (id) => Promise.resolve(texts[id] ?? ""),
    ...overrides,
  });
}

function gather(organizations: readonly AccountReader[], caller = person(A)): Promise<Facts> {
  return gatherFacts({ caller, owners: [person(B)], organizations, buckets: ["dev-a", "dev-b"] });
}

const needs = needsOf(copyCalls(under("dev-a"), under("dev-b")));

describe("what a management account tells, live", () => {
  test("is the way to each account, and the policies on each level of it", async () => {
    const { limits, organizationId, surroundings, buckets } = await gather([manager()]);
    expect(limits.serviceControl).toMatchObject({
      known: true,
      value: [
        { id: "r-ab12", policies: [{ name: "p-full" }] },
        { id: "ou-ab12-workload1", policies: [{ name: "p-full" }, { name: "p-writes" }] },
        { id: A, policies: [{ name: "p-full", attachedTo: A }] },
      ],
      from: "ListPoliciesForTarget and DescribePolicy as profile management",
    });
    expect(limits.managementAccounts).toEqual([MANAGEMENT]);
    expect(organizationId).toMatchObject({ value: "o-exampleorg1" });
    expect(surroundings.get("aws:principalorgpaths")).toEqual([
      "o-exampleorg1/r-ab12/ou-ab12-workload1/",
    ]);
    expect(buckets.get("dev-b")).toMatchObject({
      organizationId: { value: "o-exampleorg1" },
      resourceControl: { value: [{ id: "r-ab12" }, { id: B, policies: [{}, { name: "p-ours" }] }] },
      encryption: { value: { write: { resourceControl: [{ id: "r-ab12" }, { id: B }] } } },
    });
  });

  // Organizations User Guide, SCP evaluation and RCP evaluation.
  test("decides, at the layer and in the account that can change it", async () => {
    const stops = judge(needs, await gather([manager()])).map(({ need, decision }) => [
      `${need.action} ${need.bucket}`,
      ...decision.gates
        .filter(({ denies }) => denies === "yes")
        .map(({ layer, account }) => `${layer} ${account}`),
    ]);
    expect(stops).toEqual([
      ["s3:ListBucket dev-a"],
      ["s3:ListBucket dev-b", `resourceControl ${MANAGEMENT}`],
      ["s3:GetObject dev-a"],
      ["s3:PutObject dev-b", `serviceControl ${MANAGEMENT}`, `resourceControl ${MANAGEMENT}`],
    ]);
  });

  test("is known without being named, when the caller itself manages", async () => {
    const its = manager();
    const caller = person(A, {
      organization: () => Promise.resolve({ ...organization, managementAccount: A }),
      placementOf: (account) =>
        Promise.resolve({ ...organization, managementAccount: A, levels: levels[account] ?? [] }),
      controlPolicies: (at, type) => its.controlPolicies(at, type),
      controlPolicyText: (id) => its.controlPolicyText(id),
    });
    expect((await gather([], caller)).limits.serviceControl).toMatchObject({
      known: true,
      value: [{}, {}, {}],
    });
  });

  // Organizations User Guide, SCP evaluation: AWS manages `FullAWSAccess`, which nobody can change.
  test("needs no call for the text of AWS's own policies", async () => {
    const arn = "arn:aws:organizations::aws:policy";
    const { limits, buckets } = await gather([
      manager({
        controlPolicies: (_at, type) => {
          const name = type === "service" ? "FullAWSAccess" : "RCPFullAWSAccess";
          const id = `p-${name}`;
          return Promise.resolve([{ id, name, arn: `${arn}/${type}_control_policy/${id}` }]);
        },
        controlPolicyText: refuse("DescribePolicy"),
      }),
    ]);
    expect(limits.serviceControl).toMatchObject({ known: true, value: [{}, {}, {}] });
    expect(buckets.get("dev-b")?.resourceControl).toMatchObject({ known: true, value: [{}, {}] });
  });

  // Organizations User Guide, Disabling a policy type: its policies are detached from everything.
  test("is no layer where the policy type is not enabled", async () => {
    const { limits, buckets } = await gather([
      manager({ controlPolicies: () => Promise.resolve([]) }),
    ]);
    expect(limits.serviceControl).toMatchObject({ known: true, value: undefined });
    expect(buckets.get("dev-b")?.resourceControl).toMatchObject({ known: true, value: undefined });
  });

  test.each([
    { name: "open, where nobody was named for it", known: "assumed" },
    {
      name: "unknown, where who was named may not read it",
      named: manager({ placementOf: refuse("DescribeAccount") }),
      known: false,
    },
    {
      name: "unknown, where who was named may read nothing",
      named: manager({
        placementOf: refuse("DescribeAccount"),
        organization: refuse("DescribeOrganization"),
      }),
      known: false,
    },
    {
      name: "unknown, where one policy is refused",
      named: manager({ controlPolicyText: refuse("DescribePolicy") }),
      known: false,
    },
    {
      name: "unknown, where one cannot be read",
      named: manager({ controlPolicyText: () => Promise.resolve("{") }),
      known: false,
    },
    {
      name: "none, where the account is in no organization",
      caller: person(A, { organization: () => Promise.resolve(undefined) }),
      known: true,
    },
    {
      name: "open, where who was named is in no organization",
      named: manager({
        placementOf: () => Promise.resolve(undefined),
        organization: () => Promise.resolve(undefined),
      }),
      known: "assumed",
    },
  ])("is $name", async ({ named, caller, known }) => {
    const { limits } = await gather(named === undefined ? [] : [named], caller);
    expect(limits.serviceControl.known).toBe(known);
  });

  test("of another organization than the bucket owner's leaves the owner's open", async () => {
    const named = manager({
      placementOf: (account) =>
        account === B
          ? refuse("DescribeAccount", "AccountNotFoundException")()
          : Promise.resolve({ ...organization, levels: levels[account] ?? [] }),
    });
    const owner = person(B, {
      organization: () =>
        Promise.resolve({ id: "o-elsewhere01", managementAccount: "333333333333" }),
    });
    const { limits, buckets } = await gatherFacts({
      caller: person(A),
      owners: [owner],
      organizations: [named],
      buckets: ["dev-b"],
    });
    expect(limits.managementAccounts).toEqual([MANAGEMENT, "333333333333"]);
    expect(buckets.get("dev-b")).toMatchObject({
      organizationId: { value: "o-elsewhere01" },
      resourceControl: { known: "assumed" },
    });
  });
});

describe("what a file tells of an organization", () => {
  const fileOf = (overrides: Partial<AccountReader> = {}): AccountReader =>
    manager({
      label: sameInBoth("answer"),
      isTold: true,
      controlPolicies: (_at, type) => Promise.resolve([policy("p-full", type)]),
      ...overrides,
    });
  const other = { id: "o-elsewhere01", managementAccount: "333333333333" };
  const elsewhere = {
    organization: () => Promise.resolve(other),
    placementOf: (account: string) => Promise.resolve({ ...other, levels: levels[account] ?? [] }),
  };
  const refusing = { organization: refuse("DescribeOrganization") };
  const FROM_FILE = "ListPoliciesForTarget and DescribePolicy as answer";
  const FROM_MANAGER = "ListPoliciesForTarget and DescribePolicy as profile management";

  test.each([
    { name: "is heard where nobody else can tell", want: FROM_FILE },
    { name: "is heard where the account may not say", caller: refusing, want: FROM_FILE },
    {
      name: "is heard after whoever was named",
      named: [fileOf(), manager()],
      want: FROM_MANAGER,
    },
    {
      name: "is heard after the caller, where it manages",
      caller: {
        ...manager(),
        ...person(A),
        placementOf: (account: string) =>
          Promise.resolve({ ...organization, managementAccount: A, levels: levels[account] ?? [] }),
        controlPolicies: (at: string, type: "service" | "resource") =>
          manager().controlPolicies(at, type),
        controlPolicyText: (id: string) => manager().controlPolicyText(id),
        organization: () => Promise.resolve({ ...organization, managementAccount: A }),
      },
      want: `ListPoliciesForTarget and DescribePolicy as profile ${A}`,
    },
  ])("$name", async ({ caller = {}, named = [fileOf()], want }) => {
    const { limits } = await gather(named, person(A, caller));
    expect(limits.serviceControl).toMatchObject({ known: true, from: want });
  });

  test("does not place an account in another organization than its own", async () => {
    const { limits, organizationId } = await gather([fileOf(elsewhere)]);
    expect(organizationId).toMatchObject({ value: "o-exampleorg1" });
    expect(limits.serviceControl).toMatchObject({
      known: "assumed",
      why: expect.objectContaining({
        en: `answer is in another organization than account ${A}`,
      }) as unknown,
    });
  });

  test("places no account that is in none", async () => {
    const caller = person(A, { organization: () => Promise.resolve(undefined) });
    const { organizationId } = await gather([fileOf()], caller);
    expect(organizationId).toMatchObject({ known: true, value: undefined });
  });

  test("of the account itself does not outdo what the account says", async () => {
    const owners = [person(A, { label: sameInBoth("answer"), isTold: true, ...elsewhere })];
    const facts = await gatherFacts({ caller: person(A), owners, buckets: ["dev-a"] });
    expect(facts.organizationId).toMatchObject({ value: "o-exampleorg1" });
    const silent = await gatherFacts({ caller: person(A, refusing), owners, buckets: ["dev-a"] });
    expect(silent.organizationId).toMatchObject({
      value: "o-elsewhere01",
      from: "DescribeOrganization as answer",
    });
  });
});

describe("what a permission set tells of a role that may not read itself", () => {
  const closed = person(A, {
    role: refuse("GetRole", "AccessDenied"),
    rolePolicies: refuse("ListAttachedRolePolicies", "AccessDenied"),
    managedPolicy: refuse("GetPolicy", "AccessDenied"),
  });
  const set = {
    region: "ap-northeast-1",
    managedPolicies: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"],
    customerPolicies: [],
    inlinePolicy: NO_WRITES,
  };
  const center = (told: object | undefined): AccountReader =>
    manager({
      permissionSet: (name, account) =>
        Promise.resolve(
          name === "Sync" && account === A && told !== undefined ? { ...set, ...told } : undefined,
        ),
    });

  test("are its policies, and the role's path", async () => {
    const facts = await gather([center({})], closed);
    const arn = `arn:aws:iam::${A}:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/${ROLE}`;
    expect(facts).toMatchObject({
      principalArn: { known: true, value: arn, from: "permission set Sync as profile management" },
      identityPolicies: {
        known: true,
        value: [
          { name: "AmazonS3FullAccess", attachedTo: arn },
          { name: "AwsSSOInlinePolicy", attachedTo: arn },
        ],
      },
      limits: { boundary: { known: true, value: undefined } },
    });
  });

  test("in us-east-1 are without a region in the path", async () => {
    const { principalArn } = await gather([center({ region: "us-east-1" })], closed);
    expect(principalArn).toMatchObject({
      value: `arn:aws:iam::${A}:role/aws-reserved/sso.amazonaws.com/${ROLE}`,
    });
  });

  test.each([
    {
      name: "the role's account keeps one of its policies to itself",
      told: { customerPolicies: ["/team/Own"] },
      want: { identityPolicies: false, boundary: true },
    },
    {
      name: "its boundary is kept by the role's account",
      told: { boundary: "/Edge" },
      want: { identityPolicies: true, boundary: false },
    },
    {
      name: "there is none of that name",
      told: undefined,
      want: { identityPolicies: false, boundary: false },
    },
  ])("leave unknown what they do not hold: $name", async ({ told, want }) => {
    const { identityPolicies, limits } = await gather([center(told)], closed);
    expect({ identityPolicies: identityPolicies.known, boundary: limits.boundary.known }).toEqual(
      want,
    );
  });
});
