import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { temporaryDirectory } from "../sync/run.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";

const FILES = 120;
let lab: Lab;
let home: string;
let prefix = 0;

beforeAll(async () => {
  lab = await startStoryLab();
});

afterAll(async () => {
  await lab.close();
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  home = temporaryDirectory();
  prefix += 1;
  await writeFile(join(home, "config"), lab.awsConfig());
  // Credentials are found by the environment of the process.
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  await mkdir(join(home, "tree"));
  for (let at = 0; at < FILES; at += 1) await writeFile(join(home, "tree", `f${at}`), String(at));
});

type Ran = Awaited<ReturnType<typeof sluiceInProcess>>;

function sluice(
  words: readonly string[],
  interrupted?: AbortSignal,
  onOutput?: (text: string) => void,
): Promise<Ran> {
  const env = { HOME: home };
  return sluiceInProcess(words, {
    cwd: home,
    env,
    ...(interrupted && { interrupted }),
    ...(onOutput && { onOutput }),
  });
}

/** A run that Ctrl-C stops after some files. */
async function stopped(...words: readonly string[]): Promise<Ran> {
  const stop = new AbortController();
  let files = 0;
  const count = (): void => {
    files += 1;
    if (files === 40) stop.abort();
  };
  const to = `s3://${STORY.source}/${prefix}`;
  return sluice(
    ["sync", "tree", to, "--profile", "dev-a", "--max-concurrent-requests", "4", ...words],
    stop.signal,
    count,
  );
}

const STATE = [".local", "state", "sluice"];

test("Ctrl-C tells the command that goes on, which does, from anywhere", async () => {
  const first = await stopped();
  expect(first.exit).toBe(130);
  const [, id = ""] = /^go on with: sluice sync --resume ([0-9a-f]{8})$/m.exec(first.stderr) ?? [];
  const transferred = first.stdout.split("\n").length - 1;
  const second = await sluice(["sync", "--resume", id]);
  expect(second.exit).toBe(0);
  expect(second.stderr).toContain(`resumed   run ${id}, which has transferred `);
  const [, all, before, now] =
    /^in all {4}(\d+) transferred \(.*\): (\d+) before, (\d+) now;/m.exec(second.stderr) ?? [];
  expect(Number(before) + Number(now)).toBe(Number(all));
  // The four that Ctrl-C broke off may have arrived all the same, and nobody was told.
  expect(Number(all)).toBeGreaterThanOrEqual(FILES - 4);
  expect(second.stdout.split("\n").length - 1).toBeLessThanOrEqual(FILES - transferred + 4);
  expect(await readdir(join(home, ...STATE))).toEqual([]);
});

test("the only unfinished run needs no id, and a finished one cannot be resumed", async () => {
  await stopped();
  expect((await sluice(["sync", "--resume", "--json"])).exit).toBe(0);
  const none = await sluice(["sync", "--resume"]);
  expect(none).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining("there is no unfinished run in") as string,
  });
});

test("the journal may be elsewhere, and the command that goes on says so", async () => {
  const first = await stopped("--journal", "my journal");
  const directory = join(home, "my journal");
  expect(first.stderr).toContain(` --journal '${directory}'\n`);
  expect((await sluice(["sync", "--resume", "--journal", directory])).exit).toBe(0);
  expect(await readdir(directory)).toEqual([]);
});

test("neither keys of customers nor anything of credentials are in a journal", async () => {
  const key = "0123456789abcdef0123456789ABCDEF";
  // A check would stop it: the bucket takes no keys of customers.
  await stopped("--sse-c", "--sse-c-key", key, "--no-check");
  const directory = join(home, ...STATE);
  // The journal, and the list of what failed.
  const texts = await Promise.all(
    (await readdir(directory)).map((name) => readFile(join(directory, name), "utf8")),
  );
  expect(texts).toHaveLength(2);
  const text = texts.join("");
  expect(text).toContain('"sse-c"');
  for (const secret of [key, Buffer.from(key).toString("base64"), "aws_secret", "AKIA", "ASIA"]) {
    expect(text).not.toContain(secret);
  }
  const without = await sluice(["sync", "--resume"]);
  expect(without.stderr).toContain("`--sse-c` without `--sse-c-key`");
  // The lab, as S3, encrypts so where the bucket allows it alone.
  expect((await sluice(["sync", "--resume", "--sse-c-key", key])).stderr).toContain(
    "refuses SSE-C",
  );
});

test.each([
  [["01234567", "s3://b"], "cannot take `s3://b` with `--resume`"],
  [["--delete"], "cannot take `--delete` with `--resume`"],
])("a run goes on as it was started: %j", async (words, message) => {
  const refused = await sluice(["sync", "--resume", ...words]);
  expect(refused).toMatchObject({ exit: 2, stderr: expect.stringContaining(message) as string });
});

test("who acts and how fast may change", async () => {
  await stopped();
  const other = ["--profile", "dev-a", "--max-concurrent-requests", "2", "--only-show-errors"];
  expect(await sluice(["sync", "--resume", ...other])).toEqual({ exit: 0, stdout: "", stderr: "" });
});

test("a run does not go on at another service", async () => {
  await stopped();
  await writeFile(join(home, "config"), lab.awsConfig().replaceAll("127.0.0.1", "localhost"));
  const refused = await sluice(["sync", "--resume"]);
  expect(refused.exit).toBe(2);
  expect(refused.stderr).toContain("it was started at `http://127.0.0.1:");
});

test("a dry run, a refused run and a run without a home keep no journal", async () => {
  const to = `s3://${STORY.source}/${prefix}`;
  await sluice(["sync", "tree", to, "--profile", "dev-a", "--dryrun"]);
  await sluice(["sync", "tree", `s3://${STORY.destination}`, "--profile", "dev-a"]);
  await expect(readdir(join(home, ...STATE))).rejects.toThrow("ENOENT");
});
