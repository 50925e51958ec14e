import { GetAccountAuthorizationDetailsCommand } from "@aws-sdk/client-iam";
import { GetBucketPolicyCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { sameInBoth } from "../../src/aws/index.ts";
import { proposeGrant, proposeRevocation, withChange } from "../../src/access/index.ts";
import { planGrant } from "../../src/app/index.ts";
import { perspectivesIn } from "../../src/app/check-in-world.ts";
import { checkFacts, type CheckResult } from "../../src/app/check-job.ts";
import type { OpenLab } from "../lab/open-lab.ts";
import { type Case, loadCorpus } from "../support/corpus.ts";
import { BATCH_ROLE } from "./batch-world.ts";
import { type Difference, exactWorld } from "./exact-world.ts";
import { jobOfAlice, MANIFESTS, openStage, OWNERS, type Sluice } from "./stage.ts";

/** What is granted in a world, and what is asked of whoever needs something there. */
async function granted(difference: Difference) {
  const [job, world] = [jobOfAlice(), exactWorld(difference)];
  const proposals = await planGrant(job, world, {});
  const edits = proposals.flatMap((each) => each.edits);
  const asked = perspectivesIn(job, world).map((each) => ({
    ...each,
    facts: edits.reduce(withChange, each.facts),
  }));
  return { asked, edits };
}

interface Want {
  readonly verdict: CheckResult["verdict"];
}

const rows: readonly (readonly [string, Case<Difference, Want>])[] = loadCorpus("batch-checks");
const bare: Case<Difference, Want> = {
  name: "nobody may do anything yet",
  source: "S3 User Guide, Granting permissions for Batch Operations (batch-ops-iam-role-policies)",
  given: { isBare: true },
  want: { verdict: "denied" },
};

test.each([...rows, [bare.name, bare] as const])(
  "what is lacking is granted, and nothing else: %s",
  async (_, { given, want }) => {
    const { asked, edits } = await granted(given);
    expect(edits.length > 0).toBe(want.verdict === "denied");
    expect(checkFacts(asked, []).verdict).toBe("allowed");
    const added = edits.flatMap((each) => each.added);
    expect(added.map(({ necessary, spare }) => ({ necessary, spare }))).toEqual(
      added.map(() => ({ necessary: true, spare: [] })),
    );
  },
);

/** What the service that opens the role is judged on. */
function serviceIn(difference: Difference) {
  const [job, world] = [jobOfAlice(), exactWorld(difference)];
  return perspectivesIn(job, world).flatMap(({ facts, needs }) =>
    facts.trust === undefined ? [] : [{ facts, needs, trust: facts.trust }],
  );
}

test("a role goes with its last trust, but not where it has policies of its own", () => {
  const [bareService] = serviceIn({ isBare: true });
  const [used] = serviceIn({});
  const { needs = [], facts } = bareService ?? {};
  if (facts?.trust === undefined || used === undefined) throw new Error("nobody opens the role");
  const made = proposeGrant({ needs, facts, purpose: "run" }).edits.reduce(withChange, facts);
  expect(proposeRevocation(made, "run")).toMatchObject([{ isLeft: false }]);
  expect(proposeRevocation(made, "run")[0]?.after).toBeUndefined();
  const trust = { ...facts.trust, policy: made.trust?.policy ?? facts.trust.policy };
  const { identityPolicies } = used.trust;
  const inUse = { ...made, trust: { ...trust, identityPolicies } };
  expect(proposeRevocation(inUse, "run")).toMatchObject([
    { isLeft: true, keptFor: "own-policies" },
  ]);
  expect(proposeRevocation(made, "another run")).toEqual([]);
});

interface Told {
  readonly name: string;
  readonly given: Difference;
  /** The bucket whose policy nobody could read. */
  readonly unread?: string;
  readonly want: "other-policies" | undefined;
}

// IAM User Guide, AWS JSON policy elements: Principal: the id of a deleted role stays where its ARN stood.
test.each<Told>([
  { name: "no policy names it", given: {}, want: undefined },
  {
    name: "a bucket policy names it",
    given: { changed: { BucketOpens: { Principal: { AWS: BATCH_ROLE } } } },
    want: "other-policies",
  },
  {
    name: "a key policy names it",
    given: { changed: { KeyOpens: { Principal: { AWS: BATCH_ROLE } } } },
    want: "other-policies",
  },
  {
    name: "nobody could read the policy of a bucket",
    given: {},
    unread: "to-222",
    want: "other-policies",
  },
])("a role goes with its last trust or is kept: $name", ({ given, unread, want }) => {
  const [service] = serviceIn({ isBare: true });
  if (service === undefined) throw new Error("nobody opens the role");
  const { facts, needs } = service;
  const made = proposeGrant({ needs, facts, purpose: "run" }).edits.reduce(withChange, facts);
  const others = perspectivesIn(jobOfAlice(), exactWorld(given)).map((each) => ({
    ...each.facts,
    buckets: new Map(
      [...each.facts.buckets].map(([name, bucket]) => [
        name,
        name === unread
          ? { ...bucket, policy: { known: false as const, why: sameInBoth("AccessDenied") } }
          : bucket,
      ]),
    ),
  }));
  const [revocation] = proposeRevocation(made, "run", others);
  expect(revocation?.isLeft).toBe(want !== undefined);
  expect(revocation?.keptFor).toBe(want);
});

/** Users and roles of the account that runs, and the policy of the other one's bucket. */
async function standing(lab: OpenLab): Promise<unknown> {
  const { UserDetailList, RoleDetailList } = await lab
    .iam("admin")
    .send(new GetAccountAuthorizationDetailsCommand({}));
  const policy = lab.s3("bob").send(new GetBucketPolicyCommand({ Bucket: "to-222" }));
  const [bucket] = await Promise.allSettled([policy]);
  return [UserDetailList, RoleDetailList, bucket.status];
}

test("what was refused passes once it is granted, and is refused again once that is revoked", async () => {
  const { lab, sluice: alone } = await openStage({ isBare: true });
  const sluice: Sluice = (verb, ...words) => alone(verb, ...OWNERS, ...words);
  const before = await standing(lab);
  const unread = await alone("grant");
  expect(unread).toMatchObject({ exit: 4, stderr: "" });
  for (const action of ["s3:CreateJob", "iam:PassRole", "s3:DescribeJob", "sts:AssumeRole"]) {
    expect(unread.stdout).toContain(`"Action": "${action}"`);
  }
  expect((await sluice("check")).exit).toBe(3);
  const note = await sluice("grant", "--format", "markdown", "--lang", "ja");
  expect(note.stdout).toContain(
    `sluice sync s3://from-111 s3://to-222 --on s3-batch --batch-role ${BATCH_ROLE} --manifest-bucket ${MANIFESTS}\n`,
  );
  expect(note.stdout).toContain("このロールはまだありません。この信頼ポリシーで作成します\n");
  expect(note.stdout).toContain("\n`arn:aws:iam::111111111111:user/alice` が次を実行します。\n");
  expect(note.stdout).toContain(
    `コピーは S3 Batch Operations が \`${BATCH_ROLE}\` として行います。\n`,
  );
  const [, other = ""] = note.stdout.split("# アカウント 222222222222");
  expect(
    other.match(new RegExp(`ロール ${BATCH_ROLE} は、.*これから作成します`, "g")),
  ).toHaveLength(2);
  const english = await sluice("grant", "--lang", "en");
  expect(english.stdout.replaceAll(/\s+/g, " ")).toContain(
    "to S3 Batch Operations, for jobs of everybody in account 111111111111 who may s3:CreateJob and iam:PassRole this role",
  );
  const applied = await sluice("grant", "--apply");
  expect(applied.exit).toBe(0);
  expect(applied.stderr).toContain(
    "made the role as profile admin, with the trust policy of role batch (account 111111111111)\n",
  );
  expect((await sluice("grant")).stdout).toBe(
    "nothing to grant: every permission that could be checked is there\n",
  );
  expect(await sluice("sync")).toMatchObject({
    exit: 0,
    stdout: "copy: s3://from-111/a to s3://to-222/a\n",
  });
  const revoked = await sluice("grant", "--revoke", "--apply");
  expect(revoked.exit).toBe(0);
  expect(revoked.stderr).toContain("deleted the role as profile admin, with the trust policy");
  expect((await sluice("check")).exit).toBe(3);
  expect(await standing(lab)).toEqual(before);
});
