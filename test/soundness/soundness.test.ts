import { describe, expect, test } from "vitest";
import { loadCorpus } from "../support/corpus.ts";
import { seededChoices } from "../support/choices.ts";
import { buildScene } from "./build-scene.ts";
import { withText } from "./granted-world.ts";
import { jobOf, type Scene, worldOf } from "./scene.ts";
import { A, DESTINATION } from "./scene-words.ts";
import { trySync } from "./try-scene.ts";
import { tryScene, trySeed } from "./try-world.ts";

// With the last two of them every feature is there.
const SEEDS = [...Array.from({ length: 22 }, (_none, i) => i + 1), 41, 42];

/** What worlds may have, by what a world file says of it. */
const FEATURES: Readonly<Record<string, RegExp>> = {
  "a bucket of another region": /"region":"us-east-1"/,
  "a bucket that keeps versions": /"versioning":"Enabled"/,
  "a bucket that kept versions": /"versioning":"Suspended"/,
  "Object Lock": /"objectLock"/,
  "objects under customers' keys": /"readsCustomerKey":true/,
  "writes under customers' keys": /"writesCustomerKey":true/,
  "a bucket that takes SSE-C": /"blocksCustomerKeys":false/,
  "Requester Pays": /"requesterPays":true/,
  "a request that pays": /"requestPayer":true/,
  "buckets as they were before 2023": /"bucketDefaults":"legacy"/,
  "an ACL": /"acl":\[/,
  "Block Public Access that was deleted": /"publicAccessBlock":"none"/,
  "the root user": /"root":/,
  "a managed policy": /"managedPolicies":\[/,
  "a permission set": /"permissionSet":/,
  "an access point": /"accessPoints":/,
  "a sync through an access point": /"s3:\/\/arn:aws:s3:/,
  "a VPC endpoint": /"endpoint":/,
  "a service control policy": /"serviceControlPolicies":/,
  "a resource control policy": /"resourceControlPolicies":/,
  "a KMS key": /"encryption":/,
  "a policy variable": /\$\{aws:PrincipalTag/,
  "two identities": /"destinationProfile":/,
};

/** What a counterexample came to: the verdict, and the requests that are refused. */
interface Wanted {
  readonly verdict: string;
  readonly refused: readonly string[];
}

const corpus = loadCorpus<Scene, Wanted>("soundness");

describe("worlds in which check and lab once differed", () => {
  test.for(corpus)("%s", async ([, { given, want }]) => {
    const { verdict, trials } = await trySync(worldOf(given), jobOf(given), {
      tagged: given.tagged,
      isWatched: false,
    });
    const refused = trials.filter(({ answer }) => answer.kind === "refused");
    expect({ verdict, refused: refused.map(({ request }) => request) }).toEqual(want);
    expect((await tryScene(given, 16)).differences).toEqual([]);
  });
});

// The rest of the 100,000 are those of `npm run fuzz:check`.
test("check and grant foretell what the lab answers to every request of a sync", async () => {
  const verdicts = new Set<string>();
  const grants = new Set<string>();
  for (const seed of SEEDS) {
    const { differences, verdict, grant } = await trySeed(seed);
    expect({ seed, differences }).toEqual({ seed, differences: [] });
    verdicts.add(verdict);
    grants.add(grant);
  }
  // Worlds that grew dull would agree, too.
  expect([...verdicts]).toEqual(expect.arrayContaining(["allowed", "denied"]));
  expect(grants).toContain("whole");
});

test("the worlds that are always tried have every feature", () => {
  const scenes = SEEDS.map((seed) => JSON.stringify(buildScene(seededChoices(seed))));
  const lacking = Object.entries(FEATURES).filter(
    ([, form]) => !scenes.some((scene) => form.test(scene)),
  );
  expect(lacking.map(([feature]) => feature)).toEqual([]);
});

test("a check that is told of another world than the lab's is found out", async () => {
  const [, row] = corpus[0] ?? [];
  const world = row && worldOf(row.given);
  const job = row && jobOf(row.given);
  if (world === undefined || job === undefined) throw new Error("the corpus is empty");
  const bucketPolicy = { kind: "bucketPolicy", bucket: DESTINATION } as const;
  const told = withText(world, { account: A, document: bucketPolicy, text: undefined });
  const { differences } = await trySync(world, job, { tagged: false, isWatched: true, told });
  expect(differences[0]).toMatch(
    /^PutObject dst-bucket\/a.txt: allowed, but refused: AccessDenied/,
  );
});
