import { describe, expect, test } from "vitest";

import {
  type AccountReader,
  factsOfWorld,
  gatherFacts,
  judge,
  needsOf,
  proposeGrant,
} from "../../src/access/index.ts";
import { profileLabel, AwsError } from "../../src/aws/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { accessWorld, SSO_ROLE } from "../support/access-world.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const ROLE = "AWSReservedSSO_AdministratorAccess_1234567890abcdef";
const ADMIN = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});
const ALLOW_SSO = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { AWS: SSO_ROLE },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::dev-b/*",
  },
});

function refuse(code: string, operation: string): () => Promise<never> {
  const detail = { code, message: "Access Denied", status: 403, operation };
  return () => Promise.reject(new AwsError(detail));
}

function reader(overrides: Partial<AccountReader> = {}): AccountReader {
  return {
    ...settingsByDefault,
    label: profileLabel("a"),
    callerIdentity: () =>
      Promise.resolve({
        account: "111111111111",
        arn: `arn:aws:sts::111111111111:assumed-role/${ROLE}/alice`,
        userId: "AROAEXAMPLEEXAMPLE123:alice",
      }),
    role: () => Promise.resolve({ arn: SSO_ROLE, roleId: "AROAEXAMPLEEXAMPLE123" }),
    user: () => Promise.resolve({}),
    managedPolicy: (arn) => Promise.resolve({ name: "Edge", arn, text: ADMIN }),
    rolePolicies: () => Promise.resolve([{ name: "AdministratorAccess", text: ADMIN }]),
    userPolicies: () => Promise.resolve([]),
    bucketPolicy: (bucket) =>
      bucket === "dev-a" ? Promise.resolve(undefined) : refuse("AccessDenied", "GetBucketPolicy")(),
    ...overrides,
  };
}

function owner(overrides: Partial<AccountReader> = {}): AccountReader {
  return reader({
    label: profileLabel("b"),
    callerIdentity: () =>
      Promise.resolve({
        account: "222222222222",
        arn: "arn:aws:iam::222222222222:user/bob",
        userId: "AIDAEXAMPLEEXAMPLE123",
      }),
    bucketPolicy: (bucket) =>
      bucket === "dev-b"
        ? Promise.resolve(ALLOW_SSO)
        : refuse("MethodNotAllowed", "GetBucketPolicy")(),
    ...overrides,
  });
}

describe("facts from live calls", () => {
  test("the account that may read a bucket's policy owns the bucket", async () => {
    const facts = await gatherFacts({
      caller: reader(),
      owners: [owner()],
      buckets: ["dev-a", "dev-b"],
    });
    expect(facts.buckets.get("dev-a")?.owner).toEqual({
      known: true,
      value: "111111111111",
      from: "GetBucketPolicy as profile a",
    });
    expect(facts.buckets.get("dev-b")).toMatchObject({
      owner: { value: "222222222222" },
      policy: { known: true, value: { document: { text: ALLOW_SSO } } },
    });
  });

  test("the role's path comes from GetRole and stands wherever the role is named", async () => {
    const facts = await gatherFacts({ caller: reader(), owners: [], buckets: [] });
    expect(facts).toMatchObject({
      caller: { kind: "roleSession", roleArn: SSO_ROLE },
      principalArn: { known: true, value: SSO_ROLE },
      identityPolicies: { known: true, value: [{ attachedTo: SSO_ROLE }] },
    });
  });

  test("what AWS refuses is unknown, with its reason", async () => {
    const caller = reader({
      role: refuse("AccessDenied", "GetRole"),
      rolePolicies: refuse("AccessDenied", "ListAttachedRolePolicies"),
    });
    const facts = await gatherFacts({ caller, owners: [], buckets: ["dev-b"] });
    expect(facts).toMatchObject({
      principalArn: { known: false, why: { en: "GetRole as profile a: AccessDenied" } },
      identityPolicies: { known: false },
    });
    expect(facts.buckets.get("dev-b")).toMatchObject({
      owner: { known: false, why: { en: "GetBucketPolicy as profile a: AccessDenied" } },
      policy: { known: false },
    });
  });

  test("a role that may not read itself is known from the policy that names it", async () => {
    const caller = reader({ role: refuse("AccessDenied", "GetRole") });
    const facts = await gatherFacts({ caller, owners: [owner()], buckets: ["dev-b"] });
    expect(facts.principalArn).toEqual({
      known: true,
      value: SSO_ROLE,
      from: "named in the policy of bucket dev-b",
    });
  });

  test("a policy that does not parse is unknown, with the place", async () => {
    const broken = owner({ bucketPolicy: () => Promise.resolve('{"Statement":\n [}') });
    const facts = await gatherFacts({ caller: reader(), owners: [broken], buckets: ["dev-b"] });
    expect(facts.buckets.get("dev-b")).toMatchObject({
      owner: { value: "222222222222" },
      policy: {
        known: false,
        why: { en: expect.stringMatching(/^bucket policy of .*, 2:\d+: /) as string },
      },
    });
  });

  test("expired credentials end the questions", async () => {
    const caller = reader({ rolePolicies: refuse("ExpiredToken", "ListRolePolicies") });
    await expect(gatherFacts({ caller, owners: [], buckets: [] })).rejects.toThrow("ExpiredToken");
  });

  test("a fault that is no refusal ends the questions", async () => {
    const caller = reader({ bucketPolicy: () => Promise.reject(new Error("socket hang up")) });
    await expect(gatherFacts({ caller, owners: [], buckets: ["dev-b"] })).rejects.toThrow(
      "socket hang up",
    );
  });

  test.each([
    ["arn:aws:iam::111111111111:root", "root", true],
    ["arn:aws:iam::111111111111:user/team/dave", "user", true],
    ["arn:aws:sts::111111111111:federated-user/eve", "user", false],
  ])("%s", async (arn, kind, isKnown) => {
    const identity = { account: "111111111111", arn, userId: "x" };
    const caller = reader({ callerIdentity: () => Promise.resolve(identity) });
    const facts = await gatherFacts({ caller, owners: [], buckets: [] });
    expect(facts.caller).toMatchObject({ kind, arn });
    expect(facts.principalArn).toMatchObject({ value: arn });
    expect(facts.identityPolicies.known).toBe(isKnown);
  });
});

describe("facts from a world", () => {
  test("know everything, for a profile and for an ARN", () => {
    const world = accessWorld();
    const facts = factsOfWorld(world, "alice", ["dev-b", "elsewhere"]);
    expect(facts.buckets.get("dev-b")).toMatchObject({
      owner: { value: "222222222222" },
      policy: { known: true, value: undefined },
    });
    expect(facts.buckets.get("elsewhere")?.owner.known).toBe(false);
    expect(factsOfWorld(world, SSO_ROLE, ["dev-b", "elsewhere"])).toEqual(facts);
  });

  test("name the profiles when one is mistyped", () => {
    expect(() => factsOfWorld(accessWorld(), "alicia", [])).toThrow(
      "cannot find `alicia` in the world: did you mean `alice`? its profiles are `dave`, `alice`, `reader`, `ci`",
    );
  });
});

describe("live facts and a world decide alike", () => {
  test("for the administrator whose path only GetRole knows", async () => {
    const needs = needsOf(copyCalls(under("dev-a"), under("dev-b")));
    const live = await gatherFacts({
      caller: reader(),
      owners: [owner()],
      buckets: ["dev-a", "dev-b"],
    });
    const world = factsOfWorld(accessWorld({ bucketPolicy: ALLOW_SSO }), "alice", [
      "dev-a",
      "dev-b",
    ]);
    const outcomes = (facts: typeof live): readonly string[] =>
      judge(needs, facts).map(({ decision }) => decision.outcome);
    expect(outcomes(live)).toEqual(outcomes(world));
    expect(outcomes(live)).toEqual(["allowed", "implicitDeny", "allowed", "implicitDeny"]);
  });
});

describe("whose policy a grant is written into", () => {
  const needs = needsOf(copyCalls(under("dev-a"), under("dev-b", "to/")));

  async function proposalFor(
    arn: string,
    overrides: Partial<AccountReader>,
  ): Promise<ReturnType<typeof proposeGrant>> {
    const caller = reader({
      callerIdentity: () =>
        Promise.resolve({ account: "111111111111", arn, userId: "AIDAEXAMPLEEXAMPLE123" }),
      ...overrides,
    });
    const facts = await gatherFacts({ caller, owners: [owner()], buckets: ["dev-a", "dev-b"] });
    return proposeGrant({ needs, facts });
  }

  test("is the user's own, though a group of its has one by the same name", async () => {
    const groups = [{ name: "SluiceSync", group: "sync", text: ADMIN.replace("*", "s3:Nothing") }];
    const { edits } = await proposalFor("arn:aws:iam::111111111111:user/bob", {
      userPolicies: () => Promise.resolve(groups),
    });
    expect(edits[0]).toMatchObject({
      document: { kind: "userPolicy", name: "bob" },
      before: { known: true, value: undefined },
    });
  });

  // STS API Reference, GetFederationToken: the session's permissions are its user's, within its session policies.
  test("is nobody's for a federated session, which has none of its own", async () => {
    const fred = "arn:aws:sts::111111111111:federated-user/fred";
    const { edits, refusals } = await proposalFor(fred, {});
    expect(edits.map(({ document }) => document.kind)).toEqual(["bucketPolicy"]);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["federated-caller"]));
  });
});
