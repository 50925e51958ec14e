import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { MemoryCloud } from "../support/memory-bucket.ts";
import {
  begun,
  calls,
  cloudOf,
  LARGE,
  resumed,
  run,
  SMALL_PARTS,
  stoppingWhen,
} from "./resumable.ts";
import { temporaryDirectory } from "./run.ts";

const options = { ...SMALL_PARTS, maxConcurrentRequests: 1 };

interface Stopped {
  readonly cloud: MemoryCloud;
  readonly ends: readonly [string, string];
  readonly root: string;
  readonly directory: string;
}

/** A download that is stopped when it has three parts. */
async function stopped(): Promise<Stopped> {
  const cloud = cloudOf({ a: LARGE });
  const [root, directory] = [temporaryDirectory(), temporaryDirectory()];
  const ends = ["s3://from", root] as const;
  const signal = stoppingWhen(
    cloud,
    ({ operation, detail }) => operation === "GetObject" && detail === "18-26",
  );
  const { exitCode } = await run(cloud, await begun(directory), { ends, options, signal });
  expect(exitCode).toBe(130);
  expect(readdirSync(root)).toEqual([expect.stringMatching(/^[.]sluice-[0-9a-f]{16}[.]part$/)]);
  cloud.fault = () => undefined;
  return { cloud, ends, root, directory };
}

async function finished({ cloud, ends, root, directory }: Stopped): Promise<readonly string[]> {
  const { exitCode } = await run(cloud, await resumed(directory), { ends, options });
  expect(exitCode).toBe(0);
  expect(readdirSync(root)).toEqual(["a"]);
  return calls(cloud, "GetObject");
}

test("a download in parts goes on with those that are written", async () => {
  const stage = await stopped();
  expect(await finished(stage)).toEqual(["a 27-35", "a 36-39"]);
  expect(readFileSync(join(stage.root, "a"), "utf8")).toBe(LARGE);
});

test("a part that is not what was written is read again", async () => {
  const stage = await stopped();
  const [name = ""] = readdirSync(stage.root);
  const path = join(stage.root, name);
  writeFileSync(path, `x${readFileSync(path, "utf8").slice(1)}`);
  expect(await finished(stage)).toEqual(["a 0-8", "a 27-35", "a 36-39"]);
  expect(readFileSync(join(stage.root, "a"), "utf8")).toBe(LARGE);
});

test("a download starts anew when the object has changed", async () => {
  const stage = await stopped();
  const body = "y".repeat(40);
  stage.cloud.bucket("from").seed("a", body);
  expect(await finished(stage)).toHaveLength(5);
  expect(readFileSync(join(stage.root, "a"), "utf8")).toBe(body);
});

test("a download that is not wanted any more leaves no file", async () => {
  const stage = await stopped();
  writeFileSync(join(stage.root, "a"), LARGE);
  stage.cloud.bucket("from").seed("a", LARGE, { modifiedMs: Date.now() + 60_000 });
  expect(await finished(stage)).toEqual([]);
});
