import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type OpenLab, openLab } from "../lab/open-lab.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

const NOTE = "whatever was replaced or deleted is kept in s3://dev-a/kept/";
let open: OpenLab;
let home: string;

beforeAll(async () => {
  open = await openLab();
  home = await mkdtemp(join(tmpdir(), "sluice-test-"));
  await writeFile(join(home, "config"), open.lab.awsConfig());
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "none"));
  await mkdir(join(home, "tree"));
  await writeFile(join(home, "tree", "x"), "x");
});

afterAll(async () => {
  await open.close();
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

async function run(...words: readonly string[]): Promise<string> {
  const all = [...words, "--backup-to", "s3://dev-a/kept", "--profile", "a"];
  const { exit, stderr } = await sluiceInProcess(all, { cwd: home, env: { HOME: home } });
  expect(exit).toBe(0);
  return stderr;
}

test("a backup is told of where something may have been kept, and not where nothing was", async () => {
  expect(await run("sync", "tree", "s3://dev-a/t")).toBe("");
  await writeFile(join(home, "tree", "x"), "longer");
  // An object's time is of whole seconds: a file of now may be newer than what it has just been written to.
  await utimes(join(home, "tree", "x"), 0, 0);
  expect(await run("sync", "tree", "s3://dev-a/t", "--dryrun", "--no-check")).not.toContain(NOTE);
  expect(await run("sync", "tree", "s3://dev-a/t")).toContain(NOTE);
  expect(await run("sync", "tree", "s3://dev-a/t")).toBe("");
  expect(await run("cp", "tree/x", "s3://dev-a/t/x")).toContain(NOTE);
  expect(await run("rm", "s3://dev-a/t/x")).toContain(NOTE);
});
