import { createHash } from "node:crypto";
import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketOwnershipControlsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readS3Error } from "../../src/aws/index.ts";
import { askControl, elementIn } from "./ask-control.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { s3ControlWorld } from "./s3-control-world.ts";
import type { WireAnswer } from "./wire.ts";

const COPY = `<S3PutObjectCopy><TargetResource>arn:aws:s3:::bucket-b</TargetResource></S3PutObjectCopy>`;

let open: OpenLab;
let alice: S3Client;
beforeEach(async () => {
  open = await openLab({ world: s3ControlWorld() });
  alice = open.s3("alice");
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

interface JobWish {
  readonly manifest: string;
  readonly operation?: string;
  readonly role?: string;
  readonly scope?: string;
  readonly fields?: readonly string[];
  readonly etag?: string;
  readonly more?: string;
  readonly token?: string;
  readonly profile?: string;
}

/** Puts the manifest and asks for a job; alice does, unless somebody else is named. */
async function create(wish: JobWish): Promise<WireAnswer> {
  const { manifest, fields = ["Bucket", "Key"], scope = "AllTasks", profile = "alice" } = wish;
  await put("bucket-a", "manifest.csv", manifest);
  const etag = wish.etag ?? createHash("md5").update(manifest).digest("hex");
  const columns = fields.map((field) => `<member>${field}</member>`).join("");
  const body = `<CreateJobRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">
    <Operation>${wish.operation ?? COPY}</Operation>
    <Report><Bucket>arn:aws:s3:::reports</Bucket><Format>Report_CSV_20180820</Format><Enabled>true</Enabled><Prefix>done</Prefix><ReportScope>${scope}</ReportScope></Report>
    <ClientRequestToken>${wish.token ?? "token"}</ClientRequestToken>
    <Manifest><Spec><Format>S3BatchOperations_CSV_20180820</Format><Fields>${columns}</Fields></Spec>
    <Location><ObjectArn>arn:aws:s3:::bucket-a/manifest.csv</ObjectArn><ETag>${etag}</ETag></Location></Manifest>
    <Priority>10</Priority><RoleArn>arn:aws:iam::111111111111:role/${wish.role ?? "batch"}</RoleArn>
    ${wish.more ?? "<ConfirmationRequired>false</ConfirmationRequired>"}</CreateJobRequest>`;
  return askControl(open, { profile, method: "POST", path: "jobs", body });
}

async function put(Bucket: string, Key: string, Body = Key): Promise<void> {
  await alice.send(new PutObjectCommand({ Bucket, Key, Body }));
}

function control(method: string, path: string, body?: string): Promise<WireAnswer> {
  return askControl(open, {
    profile: "alice",
    method,
    path,
    ...(body !== undefined && { body }),
  });
}

/** The job's description, once it has that status. */
async function settled(id: string, status: string): Promise<WireAnswer> {
  return vi.waitFor(
    async () => {
      const job = await control("GET", `jobs/${id}`);
      expect(elementIn(job, "Status")).toBe(status);
      return job;
    },
    { timeout: 30_000 },
  );
}

async function run(wish: JobWish, status = "Complete"): Promise<WireAnswer> {
  return settled(elementIn(await create(wish), "JobId"), status);
}

async function read(Bucket: string, Key: string): Promise<string> {
  const { Body } = await alice.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? "";
}

interface ReportManifest {
  readonly Results: readonly {
    readonly TaskExecutionStatus: string;
    readonly MD5Checksum: string;
    readonly Key: string;
  }[];
}

/** The lines of a report by the status of their tasks; its sums are held against its files. */
async function report(job: WireAnswer): Promise<Record<string, readonly string[]>> {
  const folder = `done/job-${elementIn(job, "JobId")}/`;
  const text = await read("reports", `${folder}manifest.json`);
  const sum = createHash("md5").update(text).digest("hex");
  expect(await read("reports", `${folder}manifest.json.md5`)).toBe(sum);
  const lines: Record<string, readonly string[]> = {};
  for (const { TaskExecutionStatus, MD5Checksum, Key } of (JSON.parse(text) as ReportManifest)
    .Results) {
    const file = await read("reports", Key);
    expect(createHash("md5").update(file).digest("hex")).toBe(MD5Checksum);
    lines[TaskExecutionStatus] = file.trimEnd().split("\n");
  }
  return lines;
}

function counts(job: WireAnswer): readonly string[] {
  return ["TotalNumberOfTasks", "NumberOfTasksSucceeded", "NumberOfTasksFailed"].map((name) =>
    elementIn(job, name),
  );
}

test("a job copies to another account's bucket as its role, and reports each task", async () => {
  for (const key of ["plain", "with space/ü,+", "secret/k"]) await put("bucket-a", key);
  const manifest =
    "bucket-a,plain\nbucket-a,with%20space/%C3%BC%2C%2B\r\nbucket-a,secret/k\nbucket-a,none\n";
  const job = await run({ manifest });
  expect(counts(job)).toEqual(["4", "2", "2"]);
  const bob = open.s3("bob");
  const { Contents } = await bob.send(new ListObjectsV2Command({ Bucket: "bucket-b" }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["plain", "with space/ü,+"]);
  const { succeeded, failed } = await report(job);
  expect(succeeded).toEqual([
    "bucket-a,plain,,succeeded,200,,Successful",
    "bucket-a,with%20space/%C3%BC%2C%2B,,succeeded,200,,Successful",
  ]);
  expect(failed?.[0]).toMatch(
    /^bucket-a,secret\/k,,failed,403,AccessDenied,"User: arn:aws:sts::111111111111:assumed-role\/batch\/s3-batch-operations is not authorized to perform: s3:GetObject .*\(Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: /,
  );
  expect(failed?.[1]).toMatch(/^bucket-a,none,,failed,404,NoSuchKey,/);
});

test("a copy takes what the job says: a prefix, metadata, tags and a storage class", async () => {
  await put("bucket-a", "k");
  const operation = `<S3PutObjectCopy><TargetResource>arn:aws:s3:::bucket-a</TargetResource>
    <TargetKeyPrefix>copies</TargetKeyPrefix><StorageClass>STANDARD_IA</StorageClass>
    <NewObjectMetadata><ContentType>text/plain</ContentType><UserMetadata><entry><key>Color</key><value>blue</value></entry></UserMetadata></NewObjectMetadata>
    <NewObjectTagging><member><Key>a b</Key><Value>c</Value></member></NewObjectTagging></S3PutObjectCopy>`;
  await run({ manifest: "bucket-a,k\n", operation });
  const copy = { Bucket: "bucket-a", Key: "copies/k" };
  expect(await alice.send(new GetObjectCommand(copy))).toMatchObject({
    ContentType: "text/plain",
    Metadata: { color: "blue" },
    StorageClass: "STANDARD_IA",
  });
  expect(await alice.send(new GetObjectTaggingCommand(copy))).toMatchObject({
    TagSet: [{ Key: "a b", Value: "c" }],
  });
});

test("jobs tag objects, take their tags away and set their ACLs", async () => {
  await put("bucket-a", "k");
  const tagged = { Bucket: "bucket-a", Key: "k" };
  const tags = `<TagSet><member><Key>stage</Key><Value>old</Value></member></TagSet>`;
  const manifest = "bucket-a,k\n";
  await run({
    manifest,
    operation: `<S3PutObjectTagging>${tags}</S3PutObjectTagging>`,
    token: "1",
  });
  expect(await alice.send(new GetObjectTaggingCommand(tagged))).toMatchObject({
    TagSet: [{ Key: "stage", Value: "old" }],
  });
  await run({ manifest, operation: `<S3DeleteObjectTagging/>`, token: "2" });
  expect(await alice.send(new GetObjectTaggingCommand(tagged))).toMatchObject({ TagSet: [] });
  const acl = `<S3PutObjectAcl><AccessControlPolicy><CannedAccessControlList>bucket-owner-full-control</CannedAccessControlList></AccessControlPolicy></S3PutObjectAcl>`;
  const OwnershipControls = { Rules: [{ ObjectOwnership: "ObjectWriter" as const }] };
  await alice.send(
    new PutBucketOwnershipControlsCommand({ Bucket: "bucket-a", OwnershipControls }),
  );
  expect(counts(await run({ manifest, operation: acl, token: "3" }))).toEqual(["1", "1", "0"]);
});

test("jobs write lists of grants, to objects and to the copies that they make", async () => {
  await put("bucket-a", "k");
  const OwnershipControls = { Rules: [{ ObjectOwnership: "ObjectWriter" as const }] };
  await alice.send(
    new PutBucketOwnershipControlsCommand({ Bucket: "bucket-a", OwnershipControls }),
  );
  const named = { Bucket: "bucket-a", Key: "k" };
  const before = await alice.send(new GetObjectAclCommand(named));
  const owner = before.Owner?.ID ?? "";
  const ofBob = await open.s3("bob").send(new GetBucketAclCommand({ Bucket: "bucket-b" }));
  const reader = ofBob.Owner?.ID ?? "";
  const member = (id: string, permission: string): string =>
    `<member><Grantee><TypeIdentifier>id</TypeIdentifier><Identifier>${id}</Identifier></Grantee><Permission>${permission}</Permission></member>`;
  const grants = member(owner, "FULL_CONTROL") + member(reader, "READ");
  const manifest = "bucket-a,k\n";
  const list = `<Owner><ID>${owner}</ID></Owner><Grants>${grants}</Grants>`;
  await run({
    manifest,
    operation: `<S3PutObjectAcl><AccessControlPolicy><AccessControlList>${list}</AccessControlList></AccessControlPolicy></S3PutObjectAcl>`,
    token: "1",
  });
  await run({
    manifest,
    operation: `<S3PutObjectCopy><TargetResource>arn:aws:s3:::bucket-a</TargetResource><TargetKeyPrefix>copies</TargetKeyPrefix><AccessControlGrants>${grants}</AccessControlGrants></S3PutObjectCopy>`,
    token: "2",
  });
  for (const Key of ["k", "copies/k"]) {
    const { Grants } = await alice.send(new GetObjectAclCommand({ ...named, Key }));
    expect(Grants).toMatchObject([
      { Grantee: { ID: owner }, Permission: "FULL_CONTROL" },
      { Grantee: { ID: reader }, Permission: "READ" },
    ]);
  }
});

test("jobs restore archived objects, and lock them", async () => {
  await alice.send(new CreateBucketCommand({ Bucket: "locked", ObjectLockEnabledForBucket: true }));
  const named = { Bucket: "locked", Key: "k" };
  await alice.send(new PutObjectCommand({ ...named, Body: "v", StorageClass: "GLACIER" }));
  const manifest = "locked,k\n";
  const restore = `<S3InitiateRestoreObject><ExpirationInDays>3</ExpirationInDays><GlacierJobTier>BULK</GlacierJobTier></S3InitiateRestoreObject>`;
  await run({ manifest, operation: restore, token: "1" });
  expect(await read("locked", "k")).toBe("v");
  const hold = `<S3PutObjectLegalHold><LegalHold><Status>ON</Status></LegalHold></S3PutObjectLegalHold>`;
  await run({ manifest, operation: hold, token: "2" });
  const until = "2099-01-01T00:00:00.000Z";
  const retention = `<S3PutObjectRetention><Retention><RetainUntilDate>${until}</RetainUntilDate><Mode>GOVERNANCE</Mode></Retention></S3PutObjectRetention>`;
  await run({ manifest, operation: retention, token: "3" });
  expect(await alice.send(new HeadObjectCommand(named))).toMatchObject({
    ObjectLockLegalHoldStatus: "ON",
    ObjectLockMode: "GOVERNANCE",
    ObjectLockRetainUntilDate: new Date(until),
  });
});

test("only failed tasks are reported where no others are asked for", async () => {
  await put("bucket-a", "k");
  const job = await run({ manifest: "bucket-a,k\nbucket-a,none\n", scope: "FailedTasksOnly" });
  expect(Object.keys(await report(job))).toEqual(["failed"]);
});

test("a manifest may name versions, in columns of any order", async () => {
  const VersioningConfiguration = { Status: "Enabled" as const };
  await alice.send(new PutBucketVersioningCommand({ Bucket: "bucket-a", VersioningConfiguration }));
  const { VersionId: old = "" } = await alice.send(
    new PutObjectCommand({ Bucket: "bucket-a", Key: "k", Body: "old" }),
  );
  await put("bucket-a", "k", "new");
  const operation = COPY.replace("bucket-b", "reports");
  await run({
    manifest: `"${old}",x,"k","bucket-a"\n`,
    fields: ["VersionId", "Ignore", "Key", "Bucket"],
    operation,
  });
  expect(await read("reports", "k")).toBe("old");
});

test("a job of which more than half fails ends early", async () => {
  const lines = Array.from({ length: 1200 }, (_, i) => `bucket-a,none-${i}`);
  const job = await run({ manifest: lines.join("\n") }, "Failed");
  const [total, succeeded, failed] = counts(job).map(Number);
  expect([total, succeeded]).toEqual([1200, 0]);
  expect(failed).toBeGreaterThanOrEqual(1000);
  expect(failed).toBeLessThan(1200);
  expect((await report(job))["failed"]).toHaveLength(failed ?? 0);
});

test("a job whose role does not trust Batch Operations for its account fails", async () => {
  const job = await run({ manifest: "bucket-a,k\n", role: "elsewhere" }, "Failed");
  expect(elementIn(job, "FailureCode")).toBe("AccessDenied");
  expect(elementIn(job, "FailureReason")).toContain("could not assume the role");
});

test("a job whose manifest is another than it says, or none, fails", async () => {
  const changed = await run(
    { manifest: "bucket-a,k\n", etag: "60e460c9d1046e73f7dde5043ac3ae85", token: "1" },
    "Failed",
  );
  expect(elementIn(changed, "FailureCode")).toBe("PreconditionFailed");
  const fields = ["Bucket", "Key", "VersionId"];
  const short = await run({ manifest: "bucket-a,k\n", fields, token: "2" }, "Failed");
  expect(elementIn(short, "FailureReason")).toBe(
    "The manifest is not valid: line 1 has 2 fields, and the job says 3",
  );
});

test("who may not pass the role may not create the job", async () => {
  const answer = await create({ manifest: "bucket-a,k\n", profile: "operator" });
  expect(answer.status).toBe(403);
  expect(readS3Error(answer.body)?.message).toBe(
    "User: arn:aws:iam::111111111111:user/operator is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111111111111:role/batch because no identity-based policy allows the iam:PassRole action",
  );
});

test("the same request makes one job, another with its token none", async () => {
  const manifest = "bucket-a,k\n";
  const id = elementIn(await create({ manifest }), "JobId");
  expect(elementIn(await create({ manifest }), "JobId")).toBe(id);
  const other = await create({ manifest, scope: "FailedTasksOnly" });
  expect(readS3Error(other.body)?.code).toBe("IdempotencyException");
});

test("a job that needs confirmation waits for it, and can be cancelled instead", async () => {
  await put("bucket-a", "k");
  const wish = { manifest: "bucket-a,k\n", more: "" };
  const first = elementIn(await create({ ...wish, token: "1" }), "JobId");
  const waiting = await settled(first, "Suspended");
  expect(elementIn(waiting, "SuspendedCause")).toBe("AWAITING_CONFIRMATION");
  expect(counts(waiting)).toEqual(["1", "0", "0"]);
  await control("POST", `jobs/${first}/status?requestedJobStatus=Ready`);
  expect(counts(await settled(first, "Complete"))).toEqual(["1", "1", "0"]);
  const late = await control("POST", `jobs/${first}/status?requestedJobStatus=Cancelled`);
  expect(readS3Error(late.body)?.code).toBe("JobStatusException");
  const second = elementIn(await create({ ...wish, token: "2" }), "JobId");
  await settled(second, "Suspended");
  const reason = "statusUpdateReason=no%20longer";
  await control("POST", `jobs/${second}/status?requestedJobStatus=Cancelled&${reason}`);
  const cancelled = await settled(second, "Cancelled");
  expect(elementIn(cancelled, "StatusUpdateReason")).toBe("no longer");
});

test("of two jobs that are ready the one with the higher priority is done first", async () => {
  const lines = Array.from({ length: 400 }, (_, i) => `bucket-a,none-${i}`);
  const long = elementIn(
    await create({ manifest: lines.join("\n"), more: "", token: "1" }),
    "JobId",
  );
  await settled(long, "Suspended");
  const short = elementIn(
    await create({ manifest: "bucket-a,none", more: "", token: "2" }),
    "JobId",
  );
  await settled(short, "Suspended");
  await control("POST", `jobs/${short}/priority?priority=11`);
  await Promise.all(
    [long, short].map((id) => control("POST", `jobs/${id}/status?requestedJobStatus=Ready`)),
  );
  const ends = await Promise.all(
    [short, long].map(async (id) => elementIn(await settled(id, "Complete"), "TerminationDate")),
  );
  expect(ends).toEqual(ends.toSorted());
});

test("jobs are listed by status, ranked and tagged", async () => {
  const id = elementIn(await create({ manifest: "bucket-a,k\n", more: "" }), "JobId");
  await settled(id, "Suspended");
  const listed = async (query: string): Promise<string> =>
    elementIn(await control("GET", `jobs?${query}`), "JobId");
  expect(await listed("jobStatuses=Complete&jobStatuses=Suspended")).toBe(id);
  expect(await listed("jobStatuses=Complete")).toBe("");
  await control("POST", `jobs/${id}/priority?priority=99`);
  expect(elementIn(await control("GET", `jobs/${id}`), "Priority")).toBe("99");
  const tags = `<Tags><member><Key>team</Key><Value>x</Value></member></Tags>`;
  await control(
    "PUT",
    `jobs/${id}/tagging`,
    `<PutJobTaggingRequest>${tags}</PutJobTaggingRequest>`,
  );
  expect(elementIn(await control("GET", `jobs/${id}/tagging`), "Value")).toBe("x");
  await control("DELETE", `jobs/${id}/tagging`);
  expect((await control("GET", `jobs/${id}/tagging`)).body).toContain("<Tags></Tags>");
});

test("what Batch Operations or the lab cannot do is refused when the job is created", async () => {
  const ask = async (operation: string): Promise<string | undefined> =>
    readS3Error((await create({ manifest: "bucket-a,k\n", operation })).body)?.code;
  expect(await ask("<LambdaInvoke/>")).toBe("NotImplemented");
  // AWS has no such operation.
  expect(await ask("<S3DeleteObject/>")).toBe("MalformedXML");
});
