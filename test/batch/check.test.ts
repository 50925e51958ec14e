import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, expect, test, vi } from "vitest";
import { checkInWorld } from "../../src/app/check-in-world.ts";
import { type CheckResult, readBatchJob } from "../../src/app/index.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";
import { openLab, type OpenLab } from "../lab/open-lab.ts";
import { type Case, loadCorpus } from "../support/corpus.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { BATCH_ROLE } from "./batch-world.ts";
import { type Difference, exactWorld } from "./exact-world.ts";

const MANIFESTS = "s3://jobs-111/x";

interface Want {
  readonly verdict: CheckResult["verdict"];
  /** Who is refused what, or may be. */
  readonly open: readonly string[];
  /** What becomes of a run in which no copy fails, where that is not the same. */
  readonly ran?: CheckResult["verdict"];
}

const rows: readonly (readonly [string, Case<Difference, Want>])[] = loadCorpus("batch-checks");

function checked(difference: Difference, roleArn: string = BATCH_ROLE): CheckResult {
  const job = readBatchJob({
    source: "s3://from-111",
    destination: "s3://to-222",
    cwd: "/",
    options: DEFAULT_SYNC_OPTIONS,
    identities: { profile: "alice", ownerProfiles: [] },
    batch: { roleArn, manifests: MANIFESTS },
  });
  return checkInWorld(job, exactWorld(difference));
}

/** `alice s3:CreateJob *`: each essential need that is not allowed, and whose it is. */
function openIn({ perspectives }: CheckResult): readonly string[] {
  return perspectives.flatMap(({ answers, facts: { principalArn } }) => {
    const who = principalArn.known ? principalArn.value.replace(/^.*\//, "") : "?";
    return answers
      .filter(({ need, verdict }) => need.essential && verdict !== "allowed")
      .map(({ need }) => `${who} ${need.action} ${need.resource}`);
  });
}

test.each(rows)("%s", (_, { given, want }) => {
  const check = checked(given);
  expect({ verdict: check.verdict, open: openIn(check) }).toEqual({
    verdict: want.verdict,
    open: want.open,
  });
});

// IAM User Guide, IAM identifiers: a name is one in its account, whatever the path.
const ELSEWHERE = "arn:aws:iam::111111111111:role/jobs/batch";
const NOT_THERE = `cannot use role \`${ELSEWHERE}\`: the role of that name is \`${BATCH_ROLE}\``;

test("a role under another path than the one given is refused, in a world and live", async () => {
  expect(() => checked({}, ELSEWHERE)).toThrow(NOT_THERE);
  const refused = await sluice({}, "grant", "--batch-role", ELSEWHERE, ...OWNERS);
  expect(refused).toMatchObject({ exit: 2, stdout: "" });
  expect(refused.stderr).toContain(NOT_THERE);
});

let open: OpenLab | undefined;
let home: string | undefined;

afterEach(async () => {
  vi.unstubAllEnvs();
  await open?.close();
  if (home !== undefined) await rm(home, { recursive: true, force: true });
  expect(open?.faults ?? []).toEqual([]);
  [open, home] = [undefined, undefined];
});

/** Runs sluice as alice, on a lab with one object to copy. */
async function sluice(difference: Difference, ...words: readonly string[]) {
  open = await openLab({ world: exactWorld(difference) });
  home = await mkdtemp(join(tmpdir(), "sluice-batch-"));
  const config = join(home, "config");
  await writeFile(config, open.lab.awsConfig(), { mode: 0o600 });
  vi.stubEnv("AWS_CONFIG_FILE", config);
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  const put = new PutObjectCommand({ Bucket: "from-111", Key: "a", Body: "a" });
  await open.s3("admin").send(put);
  const [verb = "", ...rest] = words;
  const job = ["--on", "s3-batch", "--batch-role", BATCH_ROLE, "--manifest-bucket", MANIFESTS];
  const line = [verb, "s3://from-111", "s3://to-222", "--profile", "alice", ...job, ...rest];
  return sluiceInProcess(line, { env: { XDG_STATE_HOME: home } });
}

test.each(rows)("the lab agrees: %s", async (_, { given, want }) => {
  const { exit } = await sluice(given, "sync", "--no-check");
  expect(exit === 0 ? "allowed" : "denied").toBe(want.ran ?? want.verdict);
});

const OWNERS = ["--owner-profile", "admin", "--owner-profile", "bob"];

test("facts read live say the same, each need under whose it is", async () => {
  const { exit, stdout, stderr } = await sluice({}, "check", ...OWNERS);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(stdout).toContain("caller  user alice in 111111111111, profile alice\n");
  expect(stdout).toContain("caller  role batch (session any) in 111111111111, --batch-role\n");
  expect(stdout).toContain("caller  batchoperations.s3.amazonaws.com in -, --on s3-batch\n");
  expect(stdout).toMatch(/^ALLOWED: all 14 permissions are there$/m);
});

test("a role that is not there stops the run before anything is written", async () => {
  const { exit, stdout, stderr } = await sluice({ hasNoRole: true }, "sync", ...OWNERS);
  expect({ exit, stdout }).toEqual({ exit: 3, stdout: "" });
  expect(stderr).toContain(
    `sluice grant s3://from-111 s3://to-222 --profile alice --on s3-batch --batch-role ${BATCH_ROLE} --manifest-bucket s3://jobs-111/x --owner-profile admin --owner-profile bob\n`,
  );
  expect(stderr).toContain("stopped before the first byte");
});
