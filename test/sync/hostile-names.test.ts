import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadCorpus } from "../support/corpus.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { readTree } from "../support/read-tree.ts";
import { spelled } from "../support/spelled.ts";
import { type Outcome, sync, temporaryDirectory } from "./run.ts";

interface Given {
  readonly keys: readonly string[];
}

/** What a download comes to, in the order of bytes; a copy always keeps all keys. */
interface Want {
  readonly files: readonly string[];
  /** Why keys are left alone. */
  readonly warned?: Readonly<Record<string, string>>;
  readonly failed?: readonly string[];
  readonly exit: number;
}

function cloudOf(keys: readonly string[]): MemoryCloud {
  const cloud = new MemoryCloud();
  for (const key of keys) cloud.bucket("from").seed(spelled(key), `content of ${spelled(key)}`);
  return cloud;
}

function sorted(names: Iterable<string>): readonly string[] {
  return [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** The keys that a run failed for, or why it left them alone. */
function complaints({ events }: Outcome): Pick<Want, "warned" | "failed"> {
  const warned = events.flatMap((event) =>
    event.type === "warning" ? [[event.key, event.code] as const] : [],
  );
  const failed = events.flatMap((event) =>
    event.type === "failed" && event.from?.kind === "s3" ? [event.from.key] : [],
  );
  return { warned: Object.fromEntries(warned), failed: sorted(failed) };
}

describe.each(loadCorpus<Given, Want>("hostile-names"))("%s", (_name, { given, want }) => {
  const files = want.files.map(spelled);

  test("in a download", async () => {
    const outside = temporaryDirectory();
    const root = join(outside, "above", "root");
    // One after the other: of two that clash the first arrives.
    const options = { maxConcurrentRequests: 1 };
    const outcome = await sync(cloudOf(given.keys), ["s3://from", root], options);
    const found = await readTree(outside);
    expect(sorted(found.keys())).toEqual(sorted(files.map((file) => `above/root/${file}`)));
    for (const [path, body] of found)
      expect(body.toString()).toBe(`content of ${path.slice("above/root/".length)}`);
    expect(complaints(outcome)).toEqual({
      warned: Object.fromEntries(
        Object.entries(want.warned ?? {}).map(([key, code]) => [spelled(key), code]),
      ),
      failed: sorted((want.failed ?? []).map(spelled)),
    });
    expect(outcome.exitCode).toBe(want.exit);
    expect(outcome.lines.join("")).not.toMatch(/[\p{Cc}\p{Zl}\p{Bidi_Control}]/u);
  });

  test("in a copy", async () => {
    const cloud = cloudOf(given.keys);
    const { exitCode } = await sync(cloud, ["s3://from", "s3://to/p"], { delete: true });
    expect(exitCode).toBe(0);
    expect(cloud.bucket("to").keys()).toEqual(sorted(given.keys.map((key) => `p/${spelled(key)}`)));
  });

  test("in an upload, and nothing more the second time", async () => {
    const root = temporaryDirectory();
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), `content of ${file}`);
    }
    const cloud = new MemoryCloud();
    cloud.nowMs = Date.now() + 60_000;
    expect((await sync(cloud, [root, "s3://to"])).exitCode).toBe(0);
    expect(cloud.bucket("to").keys()).toEqual(sorted(files));
    expect((await sync(cloud, [root, "s3://to"], { delete: true })).lines).toEqual([]);
    expect((await sync(cloud, ["s3://to", root], { delete: true, sizeOnly: true })).lines).toEqual(
      [],
    );
  });
});

/** A name that is no UTF-8, as other systems and other times have left it. */
const LATIN = Buffer.from([0x63, 0x61, 0x66, 0xe9]);

describe("a name that is not UTF-8", () => {
  function directory(): string {
    const root = temporaryDirectory();
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), LATIN]), "theirs");
    writeFileSync(join(root, "a"), "1");
    return root;
  }

  test("is not uploaded, and nobody's object is deleted for it", async () => {
    const cloud = new MemoryCloud();
    for (const key of ["caf\uFFFD", "caf\uFFFD/x", "other"]) cloud.bucket("to").seed(key, "kept");
    const { exitCode, lines } = await sync(cloud, [directory(), "s3://to"], { delete: true });
    expect(lines).toContainEqual(expect.stringMatching(/is not valid UTF-8\.$/));
    expect(exitCode).toBe(2);
    expect(cloud.bucket("to").keys()).toEqual(["a", "caf\uFFFD", "caf\uFFFD/x"]);
  });

  test("is not deleted by a download", async () => {
    const root = directory();
    const cloud = new MemoryCloud();
    cloud.bucket("from").seed("b", "2");
    const { exitCode } = await sync(cloud, ["s3://from", root], { delete: true });
    expect(exitCode).toBe(2);
    const names = readdirSync(root, { encoding: "buffer" }).map((name) => name.toString("latin1"));
    expect(names.sort()).toEqual(["b", LATIN.toString("latin1")]);
  });
});

test("a key that S3 refuses for its length fails alone", async () => {
  const root = temporaryDirectory();
  const long = Array.from({ length: 5 }, () => "n".repeat(250)).join("/");
  mkdirSync(dirname(join(root, long)), { recursive: true });
  for (const name of [long, "ok"]) writeFileSync(join(root, name), "1");
  expect(existsSync(join(root, long))).toBe(true);
  const cloud = new MemoryCloud();
  cloud.fault = ({ operation, key }) =>
    operation === "PutObject" && Buffer.byteLength(key) > 1_024
      ? refusal(operation, "KeyTooLongError", 400)
      : undefined;
  const { exitCode } = await sync(cloud, [root, "s3://to"]);
  expect(exitCode).toBe(1);
  expect(cloud.bucket("to").keys()).toEqual(["ok"]);
});
