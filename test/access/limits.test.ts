import { describe, expect, test } from "vitest";
import {
  type AccountReader,
  diagnose,
  type Facts,
  factsOfWorld,
  findGaps,
  gatherFacts,
  judge,
  needsOf,
  proposeGrant,
  readDenials,
} from "../../src/access/index.ts";
import { profileLabel, AwsError } from "../../src/aws/index.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const needs = needsOf(copyCalls(under("dev-a", "from/"), under("dev-a", "to/")));
const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const reading = {
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:GetObjectTagging", "s3:ListBucket"],
  Resource: "*",
};

function policy(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const denyPuts = { Effect: "Deny", Action: "s3:PutObject", Resource: "*" };

/** A user who may do everything, in a world with one thing that limits it. */
function limited(limit: {
  readonly user?: object;
  readonly session?: object;
  readonly organization?: object;
}): Facts {
  const organization = { id: "o-exampleorg1", managementAccount: "000000000000" };
  const endpoint = policy({ ...reading, Principal: "*" });
  const parsed = parseWorld({
    organization: { ...organization, ...limit.organization },
    accounts: {
      "111111111111": {
        name: "dev",
        policies: { Edge: policy(reading) },
        users: {
          bob: { profile: "bob", inlinePolicies: { all: policy(everything) }, ...limit.user },
        },
        roles: {
          app: {
            inlinePolicies: { all: policy(everything) },
            sessions: { run: { profile: "run", ...limit.session } },
          },
        },
        buckets: { "dev-a": {} },
        vpcEndpoints: { "vpce-1a2b3c4d": { policy: endpoint } },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return factsOfWorld(parsed.value, limit.session ? "run" : "bob", ["dev-a"]);
}

const noPuts = { "p-noputs11": { targets: ["r-root"], policy: policy(denyPuts) } };
const noPutsForAll = {
  "p-noputs11": { targets: ["r-root"], policy: policy({ ...denyPuts, Principal: "*" }) },
};

describe("a world's limits bear on a run", () => {
  test.each([
    ["boundary", "silent", "C04", "111111111111", { user: { boundary: "Edge" } }],
    ["session", "silent", "C05", "111111111111", { session: { policy: policy(reading) } }],
    ["vpcEndpoint", "silent", "C50", "111111111111", { user: { endpoint: "vpce-1a2b3c4d" } }],
    [
      "serviceControl",
      "denies",
      "C06",
      "000000000000",
      { organization: { serviceControlPolicies: noPuts } },
    ],
    [
      "resourceControl",
      "denies",
      "C24",
      "000000000000",
      { organization: { resourceControlPolicies: noPutsForAll } },
    ],
  ] as const)("%s", (...[layer, kind, cause, account, limit]) => {
    const facts = limited(limit);
    const gap = findGaps(judge(needs, facts)).find(({ need }) => need.action === "s3:PutObject");
    expect(gap?.refusals).toMatchObject([{ layer, kind, account }]);
    const [denial] = readDenials(
      `An error occurred (AccessDenied) when calling the PutObject operation: ${gap?.decision.awsMessage ?? ""}`,
    );
    expect(denial?.layer).toBe(layer);
    expect(denial && diagnose({ ...denial, bucket: "dev-a" }, { facts, needs }).causes).toContain(
      cause,
    );
  });

  test("and leave the rest as it is", () => {
    const judged = judge(needs, limited({ user: { boundary: "Edge" } }));
    const reads = judged.filter(({ need }) => reading.Action.includes(need.action));
    expect(reads.map(({ decision }) => decision.outcome)).toEqual(reads.map(() => "allowed"));
    expect(reads.length).toBeGreaterThan(0);
  });
});

test("a grant does not pretend to reach past a limit", () => {
  const { edits, refusals, proof } = proposeGrant({
    needs,
    facts: limited({ user: { boundary: "Edge" } }),
  });
  expect(edits).toEqual([]);
  expect(refusals).toContainEqual(
    expect.objectContaining({ code: "limit-silent", layer: "boundary", account: "111111111111" }),
  );
  expect(proof.map(({ outcome }) => outcome)).toContain("denied");
});

describe("live calls tell of a boundary", () => {
  const edge = "arn:aws:iam::111111111111:policy/Edge";
  const refused = (operation: string): (() => Promise<never>) => {
    const detail = { code: "AccessDenied", message: "Access Denied", status: 403, operation };
    return () => Promise.reject(new AwsError(detail));
  };

  function reader(overrides: Partial<AccountReader>): AccountReader {
    return {
      ...settingsByDefault,
      label: profileLabel("bob"),
      callerIdentity: () =>
        Promise.resolve({
          account: "111111111111",
          arn: "arn:aws:iam::111111111111:user/bob",
          userId: "AIDAEXAMPLEEXAMPLE123",
        }),
      role: refused("GetRole"),
      user: () => Promise.resolve({ boundaryArn: edge }),
      managedPolicy: (arn) =>
        Promise.resolve({ name: "Edge", arn, text: JSON.stringify(policy(reading)) }),
      rolePolicies: () => Promise.resolve([]),
      userPolicies: () =>
        Promise.resolve([{ name: "all", text: JSON.stringify(policy(everything)) }]),
      bucketPolicy: () => Promise.resolve(undefined),
      ...overrides,
    };
  }

  const inOne = (): Promise<{ readonly id: string; readonly managementAccount: string }> =>
    Promise.resolve({ id: "o-exampleorg1", managementAccount: "000000000000" });

  async function outcomesWith(overrides: Partial<AccountReader>): Promise<readonly string[]> {
    const facts = await gatherFacts({ caller: reader(overrides), owners: [], buckets: ["dev-a"] });
    const puts = judge(needs, facts).filter(({ need }) => need.action === "s3:PutObject");
    return puts.map(({ decision }) => decision.outcome);
  }

  test.each([
    ["one that is read", {}, "implicitDeny"],
    ["none", { user: () => Promise.resolve({}) }, "allowed"],
    ["one whose text may not be read", { managedPolicy: refused("GetPolicy") }, "unknown"],
    ["whoever may not be asked, as if there was none", { user: refused("GetUser") }, "allowed"],
  ] as const)("%s", async (_name, overrides, outcome) => {
    expect(await outcomesWith(overrides)).toEqual([outcome]);
  });

  test("what was not asked is noted, not unknown", async () => {
    const caller = reader({ placementOf: refused("DescribeAccount"), organization: inOne });
    const facts = await gatherFacts({ caller, owners: [], buckets: ["dev-a"] });
    expect(facts.limits).toMatchObject({
      boundary: { known: true, value: { arn: edge } },
      session: { known: true, value: undefined },
      serviceControl: { known: "assumed" },
      vpcEndpoint: { known: "assumed" },
    });
    expect(facts.limits.managementAccounts).toEqual(["000000000000"]);
    expect(facts.buckets.get("dev-a")?.resourceControl.known).toBe("assumed");
  });

  // STS API Reference, AssumeRole: who opens a session gives it its session policy, and nobody else can read it.
  test.each([
    [true, true],
    [false, "assumed"],
  ])("opened its own session: %s, its session policies are known: %s", async (opens, known) => {
    const caller = reader({
      opensOwnSession: opens,
      callerIdentity: () =>
        Promise.resolve({
          account: "111111111111",
          arn: "arn:aws:sts::111111111111:assumed-role/Sync/ci",
          userId: "AROAEXAMPLEEXAMPLE123:ci",
        }),
    });
    const { limits } = await gatherFacts({ caller, owners: [], buckets: [] });
    expect(limits.session.known).toBe(known);
  });
});
