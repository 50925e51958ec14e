import { gzipSync } from "node:zlib";
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MANIFEST, publish } from "../inventory/publish.ts";
import { openLab, type OpenLab } from "../lab/open-lab.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { BATCH_ROLE, batchWorld } from "./batch-world.ts";

let open: OpenLab;
let home: string;

beforeEach(async () => {
  open = await openLab({ world: batchWorld() });
  home = await openHome(open.lab.awsConfig());
});

afterEach(async () => {
  await open.close();
  await closeHome(home);
  expect(open.faults).toEqual([]);
});

const JOB = [
  "--on",
  "s3-batch",
  "--batch-role",
  BATCH_ROLE,
  "--manifest-bucket",
  "s3://jobs-111/x",
];

function sync(
  from: string,
  to: string,
  ...words: readonly string[]
): ReturnType<typeof sluiceInProcess> {
  const line = ["sync", from, to, "--profile", "alice", ...JOB, ...words];
  return sluiceInProcess(line, { env: { XDG_STATE_HOME: home } });
}

async function put(profile: string, bucket: string, ...keys: readonly string[]): Promise<void> {
  const s3 = open.s3(profile);
  for (const Key of keys) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: `body of ${Key}` }));
  }
}

async function keysIn(profile: string, Bucket: string): Promise<readonly (string | undefined)[]> {
  const { Contents = [] } = await open.s3(profile).send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key);
}

test("jobs copy what is missing, as their role, and the run deletes; a second run has nothing to do", async () => {
  await put("admin", "from-111", "a", 'with space/ü,+"', "z/z");
  await put("bob", "to-222", "old");
  const first = await sync("s3://from-111", "s3://to-222", "--delete", "--allow-empty-source");
  expect(first.stderr).toMatch(
    /^job {7}[0-9a-f-]{36} copies 3 objects, .*: sluice jobs [0-9a-f-]{36} --region ap-northeast-1 --profile alice\n$/,
  );
  expect(first.stdout.split("\n")).toEqual([
    "copy: s3://from-111/a to s3://to-222/a",
    'copy: s3://from-111/with space/ü,+" to s3://to-222/with space/ü,+"',
    "copy: s3://from-111/z/z to s3://to-222/z/z",
    "delete: s3://to-222/old",
    "",
  ]);
  expect(first.exit).toBe(0);
  expect(await keysIn("bob", "to-222")).toEqual(["a", 'with space/ü,+"', "z/z"]);
  expect(await sync("s3://from-111", "s3://to-222", "--delete")).toEqual({
    exit: 0,
    stdout: "",
    stderr: "",
  });
});

test("what a job may not copy fails with AWS's own message, explained once for each cause; nothing is deleted", async () => {
  await put("admin", "from-111", "a", "secret/1", "secret/2");
  await put("bob", "to-222", "old");
  const { exit, stdout, stderr } = await sync("s3://from-111", "s3://to-222", "--delete");
  expect(exit).toBe(1);
  expect(stdout).toBe("copy: s3://from-111/a to s3://to-222/a\n");
  expect(stderr).toContain(
    "copy failed: s3://from-111/secret/1 to s3://to-222/secret/1 An error occurred (AccessDenied) when calling the CopyObject operation: User: arn:aws:sts::111111111111:assumed-role/batch/s3-batch-operations is not authorized to perform: s3:GetObject on resource:",
  );
  expect(stderr).toContain("with an explicit deny in an identity-based policy\n");
  expect(stderr.match(/secret\/2/g)).toHaveLength(4);
  expect(stderr).toContain("warning: nothing was deleted (1 to delete), because 2 of the");
  expect(stderr).not.toContain("Request ID");
  expect(await keysIn("bob", "to-222")).toEqual(["a", "old"]);
});

test("of a job that fails as a whole every object is told, with the job's reason", async () => {
  await put("admin", "from-111", "a", "b");
  const role = BATCH_ROLE.replace("role/batch", "role/stranger");
  const { exit, stdout, stderr } = await sync("s3://from-111", "s3://to-222", "--batch-role", role);
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
  expect(stderr).not.toContain("likely causes");
  for (const key of ["a", "b"]) {
    expect(stderr).toContain(
      `copy failed: s3://from-111/${key} to s3://to-222/${key} the job ended as \`Failed\`: Batch Operations could not assume the role ${role}`,
    );
  }
});

test("keys stay whole in a folder of the destination, and class and ACL are the job's", async () => {
  await put("admin", "from-111", "in/a", "out");
  const { exit, stdout } = await sync(
    "s3://from-111/in",
    "s3://to-222/copies/in",
    ...["--storage-class", "STANDARD_IA", "--acl", "bucket-owner-full-control"],
  );
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: "copy: s3://from-111/in/a to s3://to-222/copies/in/a\n",
  });
  const { Contents } = await open
    .s3("bob")
    .send(new ListObjectsV2Command({ Bucket: "to-222", Prefix: "copies/" }));
  expect(Contents).toMatchObject([{ Key: "copies/in/a", StorageClass: "STANDARD_IA" }]);
});

test("a role that may not be passed ends the run before anything is copied", async () => {
  await put("admin", "from-111", "a");
  const role = `${BATCH_ROLE}-of-others`;
  const { exit, stderr } = await sync("s3://from-111", "s3://to-222", "--batch-role", role);
  expect(exit).toBe(1);
  expect(stderr).toContain(
    `fatal error: An error occurred (AccessDenied) when calling the CreateJob operation: User: arn:aws:iam::111111111111:user/alice is not authorized to perform: iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`,
  );
  expect(await keysIn("bob", "to-222")).toEqual([]);
});

test("a role of another account is refused before anything is written: no account can pass it", async () => {
  await put("admin", "from-111", "a");
  const role = "arn:aws:iam::222222222222:role/batch";
  const { exit, stderr } = await sync("s3://from-111", "s3://to-222", "--batch-role", role);
  expect(exit).toBe(2);
  expect(stderr).toContain("its jobs are created in account `111111111111`");
  expect(await keysIn("alice", "jobs-111")).toEqual([]);
});

test("a dry run creates no job", async () => {
  await put("admin", "from-111", "a");
  const { exit, stdout } = await sync("s3://from-111", "s3://to-222", "--dryrun");
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: "(dryrun) copy: s3://from-111/a to s3://to-222/a\n",
  });
  expect(await keysIn("alice", "jobs-111")).toEqual([]);
});

test("a dry run says what the run with jobs sends and costs: one request for an object in parts, and fees", async () => {
  const s3 = open.s3("admin");
  const Body = Buffer.alloc(9 * 1024 ** 2);
  await s3.send(new PutObjectCommand({ Bucket: "from-111", Key: "large", Body }));
  await put("admin", "from-111", "small");
  const ends = ["s3://from-111", "s3://to-222"] as const;
  const { stderr } = await sync(...ends, "--dryrun", "--no-check");
  expect(stderr).toContain("requests  2 CopyObject, 2 ListObjectsV2\n");
  expect(stderr).toContain("cost      about $0.25 for requests and 1 job (S3 Standard");
  const japanese = await sync(...ends, "--dryrun", "--no-check", "--lang", "ja");
  expect(japanese.stderr).toContain("費用        リクエストとジョブ 1 件で約 $0.25（");
  const ordinary = await sluiceInProcess(
    ["plan", ...ends, "--profile", "alice", "--no-check", "--json"],
    { env: { XDG_STATE_HOME: home } },
  );
  expect(ordinary.stdout).toContain('"CreateMultipartUpload":1');
});

test("a dry run compares what both engines cost, in the reader's language", async () => {
  await put("admin", "from-111", "a", "b");
  const compare = ["s3://from-111", "s3://to-222", "--dryrun", "--compare-engines"] as const;
  const checked = await sync(...compare);
  expect(checked).toMatchObject({
    exit: 0,
    stderr: expect.stringContaining("engine    this run") as string,
  });
  const { stderr } = await sync(...compare, "--no-check");
  expect(stderr).toContain(
    "engine    this run: about $0.000020, no less than 1 s under one prefix\nengine    --on s3-batch: about $0.25 with 1 job, no less than 1 s under one prefix\n",
  );
  const japanese = await sync(...compare, "--no-check", "--lang", "ja");
  expect(japanese.stderr).toContain("方式        --on s3-batch: 約 $0.25（ジョブ 1 件）");
  const alone = await sync("s3://from-111", "s3://to-222", "--compare-engines");
  expect(alone).toMatchObject({ exit: 2, stdout: "" });
});

test("as JSON the job is an event with its region, the bucket's, whatever the profile's", async () => {
  await put("admin", "from-111", "a");
  const elsewhere = ["--region", "us-east-1", "--no-check"];
  const { stdout } = await sync("s3://from-111", "s3://to-222", "--json", ...elsewhere);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly type: string });
  expect(events.find(({ type }) => type === "jobBegun")).toMatchObject({
    region: "ap-northeast-1",
    objects: 1,
  });
  expect((await jobs()).stdout).toContain("  Complete  1 of 1 done, 0 failed  ");
});

function jobs(...words: readonly string[]): ReturnType<typeof sluiceInProcess> {
  return sluiceInProcess(["jobs", "--profile", "alice", "--region", "ap-northeast-1", ...words]);
}

test("jobs are listed, and one that is followed says what failed and why", async () => {
  expect((await jobs()).stderr).toBe(
    "no sync has begun a job in this account and region in the last 90 days\n",
  );
  await put("admin", "from-111", "a", "secret/k");
  await sync("s3://from-111", "s3://to-222/copies");
  const listed = await jobs();
  const line =
    /^\S+Z {2}(\S+) {2}Complete {2}2 of 2 done, 1 failed {2}sluice s3:\/\/from-111\/ s3:\/\/to-222\/copies\n$/;
  expect(listed.stdout).toMatch(line);
  const [, id = ""] = line.exec(listed.stdout) ?? [];
  const followed = await jobs(id);
  expect(followed).toMatchObject({ exit: 1, stdout: listed.stdout });
  expect(followed.stderr).toContain(
    "copy failed: s3://from-111/secret/k to s3://to-222/copies/secret/k An error occurred (AccessDenied) when calling the CopyObject operation: User: ",
  );
  expect(followed.stderr).toContain("who must act");
  const json = (await jobs(id, "--json")).stdout.trim().split("\n");
  expect(json.map((text) => JSON.parse(text) as unknown)).toMatchObject([
    { type: "job", id, status: "Complete", total: 2, succeeded: 1, failed: 1 },
    {
      v: 1,
      type: "failed",
      kind: "copy",
      from: { bucket: "from-111", key: "secret/k" },
      to: { bucket: "to-222", key: "copies/secret/k" },
    },
  ]);
});

test("of a job that is not there it says where it looked, and how to list those that are", async () => {
  const id = "0f3c2d1e-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
  const unknown = await jobs(id);
  expect(unknown).toMatchObject({ exit: 2, stdout: "" });
  expect(unknown.stderr).toContain(
    `cannot follow job \`${id}\`: there is none in account \`111111111111\` and region \`ap-northeast-1\`; \`sluice jobs\` with the same options lists`,
  );
  const japanese = await jobs(id, "--lang", "ja");
  expect(japanese.stderr).toContain("`sluice jobs` で一覧を確認してください");
});

test("of a report that is damaged or not there nothing is told as a result, and its file is named", async () => {
  await put("admin", "from-111", "secret/k");
  await sync("s3://from-111", "s3://to-222");
  const [id = ""] = /[0-9a-f-]{36}/.exec((await jobs()).stdout) ?? [];
  const s3 = open.s3("admin");
  const keys = await keysIn("admin", "jobs-111");
  const file = {
    Bucket: "jobs-111",
    Key: keys.find((key) => key?.includes("/results/") && key.includes(id)),
  };
  await s3.send(new PutObjectCommand({ ...file, Body: "from-111,other,,failed,403,Why,no\n" }));
  const about = `cannot read the completion report \`${file.Key}\`: `;
  expect(await jobs(id)).toMatchObject({
    exit: 1,
    stderr: `fatal error: ${about}its content is not what its MD5 says\n`,
  });
  expect((await jobs(id, "--lang", "ja")).stderr).toBe(
    `fatal error: 完了レポート \`${file.Key}\` を読み取れません: 内容が MD5 と一致しません\n`,
  );
  await s3.send(new DeleteObjectCommand(file));
  expect(await jobs(id)).toMatchObject({
    exit: 1,
    stderr: `fatal error: ${about}there is no such file\n`,
  });
});

test("a run that is stopped loses nothing: its jobs go on, are followed, and leave the next run nothing to do", async () => {
  await put("admin", "from-111", "a", "b");
  const stop = new AbortController();
  let begun = "";
  const line = ["sync", "s3://from-111", "s3://to-222", "--profile", "alice", ...JOB, "--json"];
  const stopped = await sluiceInProcess(line, {
    env: { XDG_STATE_HOME: home },
    interrupted: stop.signal,
    onOutput: (text) => {
      begun ||= /"type":"jobBegun","id":"([^"]+)"/.exec(text)?.[1] ?? "";
      if (begun !== "") stop.abort();
    },
  });
  expect({ exit: stopped.exit, begun }).toEqual({ exit: 130, begun: expect.any(String) as string });
  const followed = await jobs(begun);
  expect(followed).toMatchObject({ exit: 0, stderr: "" });
  expect(followed.stdout).toContain("  Complete  2 of 2 done, 0 failed  ");
  expect(await keysIn("bob", "to-222")).toEqual(["a", "b"]);
  const next = await sync("s3://from-111", "s3://to-222");
  expect(next).toEqual({ exit: 0, stdout: "", stderr: "" });
});

test("an inventory stands for the listing of the source, for jobs too", async () => {
  await put("admin", "from-111", "in/a", "in/later");
  const line = '"from-111","in/a","12","2026-01-02T03:04:05.000Z"\n';
  const published = publish(
    { "1.csv.gz": gzipSync(line) },
    { sourceBucket: "from-111", fileSchema: "Bucket, Key, Size, LastModifiedDate" },
  );
  for (const [Key, Body] of published) {
    await open.s3("admin").send(new PutObjectCommand({ Bucket: "jobs-111", Key, Body }));
  }
  const inventory = ["--source-inventory", `s3://jobs-111/${MANIFEST}`];
  const { exit, stdout } = await sync("s3://from-111/in", "s3://to-222/in", ...inventory);
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: "copy: s3://from-111/in/a to s3://to-222/in/a\n",
  });
  const refused = await sync("s3://from-111", "s3://to-222", ...inventory, "--delete");
  expect(refused).toMatchObject({ exit: 2, stdout: "" });
  expect(refused.stderr).toContain("cannot `--delete` by an inventory");
});
