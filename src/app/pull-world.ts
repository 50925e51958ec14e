import { gatherFacts, type Facts, pulledWorld, rememberAnswers } from "../access/index.ts";
import { type Sentence, UsageError } from "../aws/index.ts";
import { createAccountClient, listBuckets, loadProfile } from "../client/index.ts";
import { parseWorld } from "../policy/index.ts";
import { blockStyleWorld } from "./block-style-world.ts";
import type { IdentityFlags } from "./job.ts";

/** A world file's text, and what is not in it because nobody could tell. */
export interface PulledFile {
  readonly text: string;
  readonly lacks: readonly Sentence[];
}

/**
 * Keeps what identities can tell of themselves and of buckets as a world file; all their own when none is named. What is
 * left out is remarked upon in it.
 */
export async function pullWorld(
  names: readonly string[],
  identities: IdentityFlags,
  remark: (lack: Sentence) => string,
): Promise<PulledFile> {
  const { profile, ownerProfiles, organizationProfiles = [] } = identities;
  const [callers, organizations] = await Promise.all([
    Promise.all([...new Set([profile, ...ownerProfiles])].map((each) => open(each, identities))),
    Promise.all(organizationProfiles.map((each) => open(each, identities))),
  ]);
  const buckets = names.length > 0 ? names : await ownBuckets(callers);
  const readers = callers.map(({ reader }) => reader);
  const all = await Promise.all(
    callers.map(async ({ name, reader }) => {
      const owners = readers.filter((other) => other !== reader);
      const witnesses = organizations.map((each) => each.reader);
      const facts = await gatherFacts({
        caller: reader,
        owners,
        organizations: witnesses,
        buckets,
      });
      return { profile: name, facts: await withRegions(facts, readers) };
    }),
  );
  const { world, lacks } = pulledWorld(all);
  const parsed = parseWorld(world);
  if (!parsed.ok) {
    const [{ path, message } = { path: [], message: "" }] = parsed.problems;
    throw new Error(`what was read makes no world: ${path.join(".")}: ${message}`);
  }
  const notes = lacks.map((each) => `# ${remark(each).replaceAll(/\s+/g, " ")}\n`).join("");
  return { text: blockStyleWorld(`${notes}${JSON.stringify(world)}`), lacks };
}

type Opened = Awaited<ReturnType<typeof open>>;

async function open(profile: string | undefined, { region, endpointUrl }: IdentityFlags) {
  const loaded = await loadProfile({ profile, region, endpointUrl });
  const { reader } = rememberAnswers(createAccountClient(loaded));
  // The name that `check --world` takes for it.
  const name = loaded.name ?? "default";
  return { name, loaded, reader };
}

async function ownBuckets(callers: readonly Opened[]): Promise<readonly string[]> {
  const buckets = new Set<string>();
  for (const { loaded } of callers) {
    for await (const page of listBuckets(loaded, {})) {
      for (const { name } of page) buckets.add(name);
    }
  }
  if (buckets.size > 0) return [...buckets];
  throw new UsageError({
    en: "cannot pull a world without buckets: the profiles have none; name some, e.g. `s3://bucket`",
    ja: "バケットのないワールドは取得できません。プロファイルのアカウントにバケットがありません。`s3://bucket` のように指定してください",
  });
}

/** Where a bucket is, its owner's people can say. */
async function withRegions(facts: Facts, readers: readonly Opened["reader"][]): Promise<Facts> {
  const buckets = await Promise.all(
    [...facts.buckets].map(async ([name, bucket]) => {
      if (bucket.region !== undefined) return [name, bucket] as const;
      const regions = await Promise.allSettled(readers.map((each) => each.bucketRegion(name)));
      const told = regions.find((region) => region.status === "fulfilled");
      return [name, told === undefined ? bucket : { ...bucket, region: told.value }] as const;
    }),
  );
  return { ...facts, buckets: new Map(buckets) };
}
