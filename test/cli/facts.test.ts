import { readFileSync } from "node:fs";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

const WORLD = readFileSync(join(import.meta.dirname, "worlds", "facts.yaml"), "utf8");
const RUN = ["s3://src-111111111111", "s3://dst-222222222222", "--profile", "dev-a"];
const STOPPED = "✗ the service control policy of 000000000000 denies s3:PutObject\n";

let lab: Lab;
let directory: string;

beforeAll(async () => {
  lab = await startLabOf(parse(WORLD));
  directory = await openHome(lab.awsConfig());
});

afterAll(async () => {
  await lab.close();
  await closeHome(directory);
});

function sluice(...words: readonly string[]): ReturnType<typeof sluiceInProcess> {
  return sluiceInProcess(words, { cwd: directory });
}

describe("what the caller may not read", () => {
  test("is told by the management account and the bucket's owner, where their profiles are given", async () => {
    const words = ["--owner-profile", "dev-b", "--organization-profile", "management"];
    const { exit, stdout } = await sluice("check", ...RUN, ...words);
    expect(exit).toBe(3);
    expect(stdout).toContain(STOPPED);
    expect(stdout).toContain("`NoForeignWrites` (service control policy `no-foreign-writes` of");
    expect(stdout).toContain("who must act   account 000000000000, not yours");
    expect(stdout).not.toContain("?");
  });

  test("is asked in a file, answered in it by each who may, and then known", async () => {
    const asked = await sluice("check", ...RUN, "--request", "ask.json");
    expect(asked.exit).toBe(4);
    expect(asked.stdout).toContain(
      "5 questions are written to ask.json, which holds names and ARNs, and no secrets:\n",
    );
    expect(asked.stdout).toContain(
      "  ? the owner and the policy of bucket dst-222222222222 (GetBucketPolicy as profile dev-a: MethodNotAllowed)\n      the account that owns bucket dst-222222222222 can tell\n",
    );
    expect(asked.stdout).toContain(
      "send the file to who can tell; there: sluice check --answer ask.json --profile PROFILE\n",
    );

    const early = await sluice("check", ...RUN, "--answer", "ask.json");
    expect(early).toMatchObject({ exit: 2, stdout: "" });
    expect(early.stderr).toContain("nobody has answered it yet");

    const owner = await sluice("check", "--answer", "ask.json", "--profile", "dev-b");
    expect(owner.exit).toBe(0);
    expect(owner.stdout).toContain("answered as arn:aws:iam::222222222222:user/bob:\n");
    expect(owner.stdout).toContain("  ✓ s3:GetBucketPolicy  dst-222222222222\n");
    expect(owner.stdout).toContain("  ✗ organizations:DescribeAccount  111111111111  AccessDenied");
    expect(owner.stdout).toContain(`  sluice check ${RUN.join(" ")} --answer ask.json\n`);

    const half = await sluice("check", ...RUN, "--answer", "ask.json", "--json");
    expect(half.exit).toBe(4);
    expect(half.stdout).toContain('"layer":"resource","account":"222222222222","allows":"yes"');

    const manager = await sluice("check", "--answer", "ask.json", "--profile", "management");
    expect(manager.exit).toBe(0);
    const whole = await sluice("check", ...RUN, "--answer", "ask.json");
    expect(whole.exit).toBe(3);
    expect(whole.stdout).toContain(STOPPED);
    expect(whole.stdout).not.toContain("?");
    const grant = await sluice("grant", ...RUN, "--answer", "ask.json");
    expect(grant.stdout).toContain("NoForeignWrites");

    const text = await readFile(join(directory, "ask.json"), "utf8");
    const secrets = lab.principals.flatMap(({ credentials }) => [
      credentials.secretAccessKey,
      credentials.sessionToken ?? credentials.secretAccessKey,
    ]);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test("stays open where who answers may read nothing", async () => {
    await sluice("check", ...RUN, "--request", "none.json", "--lang", "ja");
    const { exit, stdout } = await sluice(
      "check",
      "--answer",
      "none.json",
      "--profile",
      "b-nobody",
      "--json",
    );
    expect(exit).toBe(4);
    expect(stdout).toContain(
      '"operation":"s3:GetBucketPolicy","of":["dst-222222222222"],"refused":"AccessDenied"',
    );
  });

  test.each([
    ["nothing", "", "cannot read request"],
    ["another file", "{}", "`sluice`: Invalid key"],
    [
      "a made-up answer",
      '{"sluice":"request","version":1,"run":"","buckets":[],"asks":[],"callers":[],"answers":[{"by":"x","readings":[{"call":"requesterPays","of":["b"],"answer":"yes"}]}]}',
      "the answer to `requesterPays` has another form than AWS's",
    ],
    [
      "a question that there is not",
      '{"sluice":"request","version":1,"run":"","buckets":[],"asks":[],"callers":[[{"call":"putBucketPolicy","of":[]}]],"answers":[]}',
      "no such question",
    ],
  ])("is not read from %s", async (_name, text, message) => {
    await writeFile(join(directory, "bad.json"), text);
    const { exit, stderr } = await sluice("check", ...RUN, "--answer", "bad.json");
    expect(exit).toBe(2);
    expect(stderr).toContain(message);
  });

  test("is not asked about a world file", async () => {
    const { exit, stderr } = await sluice("check", ...RUN, "--world", "w.yaml", "--request", "x");
    expect(exit).toBe(2);
    expect(stderr).toContain("cannot ask others about the world file `w.yaml`");
  });
});

describe("sluice world pull", () => {
  const buckets = RUN.slice(0, 2);
  const words = ["--owner-profile", "dev-b", "--organization-profile", "management"];

  test("keeps what was read, and check says on the file what it says live", async () => {
    const pulled = await sluice(
      "world",
      "pull",
      ...buckets,
      "--profile",
      "dev-a",
      ...words,
      "--out",
      "w.yaml",
    );
    expect(pulled).toMatchObject({ exit: 0, stdout: "wrote w.yaml\n", stderr: "" });
    const live = await sluice("check", ...RUN, ...words, "--json");
    const kept = await sluice("check", ...RUN, "--world", join(directory, "w.yaml"), "--json");
    expect([kept.exit, verdicts(kept.stdout)]).toEqual([live.exit, verdicts(live.stdout)]);
    expect(kept.exit).toBe(3);
    const grant = await sluice("grant", ...RUN, "--world", join(directory, "w.yaml"));
    expect(grant.stdout).toContain("NoForeignWrites");
    const text = await readFile(join(directory, "w.yaml"), "utf8");
    const world = parseWorld(parse(text));
    if (!world.ok) throw new Error(JSON.stringify(world.problems));
    const again = await startLab({ world: world.value });
    expect(again.principals.map(({ profile }) => profile)).toEqual(["dev-a", "dev-b"]);
    await again.close();
  });

  test("leaves out what nobody may read, says so, and guesses nothing", async () => {
    const pulled = await sluice(
      "world",
      "pull",
      ...buckets,
      "--profile",
      "a-admin",
      "--out",
      "half.yaml",
    );
    expect(pulled.exit).toBe(4);
    expect(pulled.stderr).toContain(
      "left out, since it could not be read: bucket dst-222222222222: GetBucketPolicy as profile a-admin: ",
    );
    const text = await readFile(join(directory, "half.yaml"), "utf8");
    expect(text).toMatch(/^# not read: bucket dst-222222222222: /);
    const kept = await sluice(
      "check",
      ...buckets,
      "--profile",
      "a-admin",
      "--world",
      join(directory, "half.yaml"),
    );
    expect(kept.exit).toBe(4);
    expect(kept.stdout).toContain("the world has no bucket `dst-222222222222`");
  });

  test("takes all buckets of the profile's account when none is named", async () => {
    const { stdout } = await sluice("world", "pull", "--profile", "dev-b");
    expect(stdout).toContain("      dst-222222222222:\n");
    expect(stdout).not.toContain("src-111111111111");
  });

  function verdicts(lines: string): readonly unknown[] {
    const read = lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return read.flatMap(({ type, action, resource, verdict }) =>
      type === "need" ? [[action, resource, verdict]] : [],
    );
  }
});

// A pair of buckets of two accounts, one under a key of its own.
describe("facts of a pair of buckets", () => {
  async function callsOf(...words: readonly string[]): Promise<number> {
    let calls = 0;
    const count = (): void => {
      calls += 1;
    };
    subscribe("http.client.request.start", count);
    await sluice("check", ...words);
    unsubscribe("http.client.request.start", count);
    return calls;
  }

  test("take at most 25 calls of the control plane", async () => {
    const admin = [...RUN.slice(0, 2), "--profile", "a-admin", "--owner-profile", "dev-b"];
    expect(await callsOf(...admin)).toBeLessThanOrEqual(25);
    expect(await callsOf(...RUN, "--owner-profile", "dev-b")).toBeLessThanOrEqual(25);
    const two = ["--source-profile", "a-admin", "--destination-profile", "dev-b"];
    expect(await callsOf(...RUN.slice(0, 2), ...two)).toBeLessThanOrEqual(25);
  });
});
