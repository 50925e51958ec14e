import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { askLab } from "../support/lab-request.ts";
import { openSluiceShell, type SluiceShell } from "../support/sluice-shell.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";

const bucket = `s3://${STORY.source}`;
const owner = ["--owner-profile", "dev-b"];
let lab: Lab;
let shell: SluiceShell;

/** What is in the bucket before each test. */
const OBJECTS: Readonly<Record<string, string>> = {
  "copy/k": "a",
  "d/x": "x",
  k: "a",
  "marker/": "",
  "ls/q/r": "x".repeat(2048),
  "ls/s": "22",
  moved: "a",
  "p/a.txt": "a",
};

async function putObjects(): Promise<void> {
  const { credentials } = lab.principal("dev-a");
  for (const [key, body] of Object.entries(OBJECTS)) {
    const target = `/${STORY.source}/${key}`;
    const put = { credentials, region: STORY.region, method: "PUT", target, body };
    expect(await askLab(lab.port, put)).toMatchObject({ status: 200 });
  }
}

beforeAll(async () => {
  lab = await startStoryLab();
});

// Each test begins with the same, in whatever order they run.
beforeEach(async () => {
  await lab.reset();
  await putObjects();
  shell = await openSluiceShell(lab.awsConfig());
  await writeFile(join(shell.directory, "a.txt"), "a");
  await mkdir(join(shell.directory, "d"));
  await writeFile(join(shell.directory, "d", "x"), "x");
});

afterEach(() => shell.close());

afterAll(() => lab.close());

function run(...words: readonly string[]): ReturnType<SluiceShell["run"]> {
  return shell.run([...words, "--profile", "dev-a"]);
}

/** Checked side by side with AWS CLI 1.45.11. */
test.each([
  ["cp a.txt BUCKET/k", "upload: ./a.txt to BUCKET/k"],
  ["cp a.txt BUCKET", "upload: ./a.txt to BUCKET/a.txt"],
  ["cp a.txt BUCKET/p/", "upload: ./a.txt to BUCKET/p/a.txt"],
  ["cp d BUCKET/d --recursive", "upload: d/x to BUCKET/d/x"],
  ["cp BUCKET/k .", "download: BUCKET/k to ./k"],
  ["cp BUCKET/k sub/", "download: BUCKET/k to sub/k"],
  ["cp BUCKET/k new/name", "download: BUCKET/k to new/name"],
  ["cp BUCKET/d out --recursive", "download: BUCKET/d/x to out/x"],
  ["cp BUCKET/k BUCKET/copy/", "copy: BUCKET/k to BUCKET/copy/k"],
  ["cp BUCKET/p . --recursive --exclude *", ""],
  ["cp BUCKET/marker/ BUCKET/copy/", "copy: BUCKET/marker/ to BUCKET/copy/"],
  ["cp BUCKET/k - --dryrun", "(dryrun) download: BUCKET/k to -"],
  ["cp - BUCKET/k --dryrun", "(dryrun) upload: - to BUCKET/k"],
  ["mv BUCKET/k BUCKET/moved --dryrun", "(dryrun) move: BUCKET/k to BUCKET/moved"],
  ["mv BUCKET/k BUCKET/moved", "move: BUCKET/k to BUCKET/moved"],
  ["mv BUCKET/moved back", "move: BUCKET/moved to ./back"],
  ["rm BUCKET/copy --recursive --dryrun", "(dryrun) delete: BUCKET/copy/k"],
  ["rm BUCKET/copy --recursive --quiet", ""],
  ["rm BUCKET/never-was", "delete: BUCKET/never-was"],
])("%s", async (line, want) => {
  const words = line.split(" ").map((word) => word.replace("BUCKET", bucket));
  const { exit, stdout, stderr } = await run(...words);
  expect({ exit, stdout: stdout.replaceAll(bucket, "BUCKET"), stderr }).toEqual({
    exit: 0,
    stdout: want === "" ? "" : `${want}\n`,
    stderr: "",
  });
});

test("what was moved has gone, and is whole where it went", async () => {
  expect(await run("mv", `${bucket}/moved`, "back")).toMatchObject({ exit: 0 });
  expect(await readFile(join(shell.directory, "back"), "utf8")).toBe("a");
  expect(await run("cp", `${bucket}/moved`, "x")).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining(
      'fatal error: An error occurred (404) when calling the HeadObject operation: Key "moved" does not exist\n',
    ) as string,
  });
});

test("what is asked of `-` goes through standard input and output", async () => {
  const up = await shell.run(["cp", "-", `${bucket}/piped`, "--profile", "dev-a"], { input: "in" });
  expect(up).toEqual({ exit: 0, stdout: "", stderr: "" });
  expect(await run("cp", `${bucket}/piped`, "-")).toEqual({ exit: 0, stdout: "in", stderr: "" });
  const missing = await run("cp", `${bucket}/never-was`, "-");
  expect(missing).toMatchObject({ exit: 1, stdout: "" });
  expect(missing.stderr).toContain(
    `download failed: ${bucket}/never-was to - An error occurred (404) when calling the HeadObject operation: Not Found\n`,
  );
});

test("with --json what happens is told beside the object, on standard error", async () => {
  const down = await run("cp", `${bucket}/ls/s`, "-", "--json");
  expect(down).toMatchObject({ exit: 0, stdout: "22" });
  const object = { kind: "s3", bucket: STORY.source, key: "ls/s" };
  const stream = { kind: "local", path: "-" };
  const done = { type: "done", counts: { transferred: 1, transferredBytes: 2 } };
  expect(eventsIn(down.stderr)).toMatchObject([
    { type: "started", direction: "download" },
    { type: "transferred", kind: "download", from: object, to: stream, bytes: 2 },
    done,
  ]);
  const missing = await run("cp", `${bucket}/never-was`, "-", "--json");
  expect(missing).toMatchObject({ exit: 1, stdout: "" });
  expect(eventsIn(missing.stderr).at(1)).toMatchObject({ type: "failed", to: stream });
  const refused = await run("cp", `s3://${STORY.destination}/a.txt`, "-", "--json", ...owner);
  expect(refused).toMatchObject({ exit: 3, stdout: "" });
  const up = await shell.run(["cp", "-", `${bucket}/ls/s`, "--json", "--profile", "dev-a"], {
    input: "in",
  });
  expect(up).toMatchObject({ exit: 0, stderr: "" });
  expect(eventsIn(up.stdout)).toMatchObject([
    { type: "started", direction: "upload" },
    { type: "transferred", kind: "upload", from: stream, to: object, bytes: 2 },
    done,
  ]);
});

function eventsIn(text: string): readonly unknown[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

const TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}";

test.each([
  ["ls", 0, `TIME ${STORY.source}\n`],
  ["ls BUCKET/ls/", 0, "                           PRE q/\nTIME          2 s\n"],
  ["ls BUCKET/ls", 0, "                           PRE ls/\n"],
  ["ls BUCKET/ls/s --page-size 5000", 0, "TIME          2 s\n"],
  ["ls BUCKET/never-was", 1, ""],
  [
    "ls BUCKET/ls --recursive --human-readable --summarize --page-size 1",
    0,
    "TIME    2.0 KiB ls/q/r\nTIME    2 Bytes ls/s\n\nTotal Objects: 2\n   Total Size: 2.0 KiB\n",
  ],
])("%s lists as the AWS CLI does", async (line, exit, want) => {
  const listed = await run(...line.replace("BUCKET", bucket).split(" "));
  expect(listed).toMatchObject({ exit, stderr: "" });
  expect(listed.stdout.replaceAll(new RegExp(TIME, "g"), "TIME")).toBe(want);
});

test.each([
  ["cp nowhere BUCKET/k", "The user-provided path nowhere does not exist."],
  ["cp d BUCKET/k", "copy what is in it with `--recursive`"],
  ["cp BUCKET x", "it names no object"],
  ["cp BUCKET/d/ BUCKET", "its name ends in `/`"],
  ["cp a.txt b.txt", "one of them must be an S3 URI"],
  ["mv BUCKET/k BUCKET/k", "Cannot mv a file onto itself: BUCKET/k - BUCKET/k"],
  ["mv BUCKET/p/k BUCKET/p/", "Cannot mv a file onto itself: BUCKET/p/k - BUCKET/p/"],
  ["mv BUCKET/p BUCKET/p/ --recursive", "Cannot mv a file onto itself"],
  ["cp - BUCKET/k --recursive", "Streaming currently is only compatible"],
  ["mv BUCKET/k -", "Streaming currently is only compatible"],
  ["cp - BUCKET/p/", "it must name one object"],
  ["rm BUCKET", "it names no object"],
  ["rm a.txt", "it must be an S3 URI"],
])("%s is refused", async (line, want) => {
  const words = line.split(" ").map((word) => word.replace("BUCKET", bucket));
  const { exit, stderr } = await run(...words);
  expect(exit).toBe(2);
  expect(stderr.replaceAll(bucket, "BUCKET")).toContain(want);
});

test("a denial is explained before anything moves, with the grant that opens it", async () => {
  const object = `s3://${STORY.destination}/a.txt`;
  const refused = await run("mv", "a.txt", object, ...owner);
  expect(refused).toMatchObject({ exit: 3, stdout: "" });
  expect(refused.stderr).toContain("s3:PutObject");
  expect(refused.stderr).toContain(
    `sluice grant a.txt ${object} --owner-profile dev-b --profile dev-a --for mv`,
  );
  expect(await readFile(join(shell.directory, "a.txt"), "utf8")).toBe("a");
});

test("check and grant speak of the command that is named", async () => {
  const object = `s3://${STORY.destination}/a.txt`;
  const check = await run("check", object, "--for", "rm", ...owner);
  expect(check).toMatchObject({
    exit: 3,
    stdout: expect.stringMatching("s3:DeleteObject") as string,
  });
  expect(check.stdout).not.toContain("s3:ListBucket");
  const grant = await run("grant", object, "--for", "rm", ...owner);
  expect(grant.stdout).toContain(`arn:aws:s3:::${STORY.destination}/a.txt`);
  expect(await run("check", object)).toMatchObject({ exit: 2 });
});
