import { describe, expect, test } from "vitest";
import { loadCorpus } from "../support/corpus.ts";
import { withText } from "./granted-world.ts";
import { jobOf, type Scene, worldOf } from "./scene.ts";
import { A, DESTINATION } from "./scene-words.ts";
import { trySync } from "./try-scene.ts";
import { tryScene, trySeed } from "./try-world.ts";

const SEEDS = 24;

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
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { differences, verdict, grant } = await trySeed(seed);
    expect({ seed, differences }).toEqual({ seed, differences: [] });
    verdicts.add(verdict);
    grants.add(grant);
  }
  // Worlds that grew dull would agree, too.
  expect([...verdicts]).toEqual(expect.arrayContaining(["allowed", "denied"]));
  expect(grants).toContain("whole");
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
