import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  type ObjectLockRetentionMode,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readS3Error } from "../../src/aws/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask } from "./wire.ts";

const Bucket = "locked";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let open: OpenLab;
let admin: S3Client;
/** May do everything but bypass; retentions of more than ten days are denied. */
let writer: S3Client;
// Less than the skew that signatures may have.
let shiftMs = 0;
beforeAll(async () => {
  open = await openLab({ world: lockWorld(), now: () => Date.now() + shiftMs });
  admin = open.s3("admin");
  writer = open.s3("writer");
  await admin.send(
    new CreateBucketCommand({
      Bucket,
      ObjectLockEnabledForBucket: true,
      CreateBucketConfiguration: { LocationConstraint: "ap-northeast-1" },
    }),
  );
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

function lockWorld(): World {
  const statements = [
    { Effect: "Allow", Action: "s3:*", Resource: "*" },
    { Effect: "Deny", Action: "s3:BypassGovernanceRetention", Resource: "*" },
    {
      Effect: "Deny",
      Action: "s3:PutObjectRetention",
      Resource: "*",
      Condition: { NumericGreaterThan: { "s3:object-lock-remaining-retention-days": "10" } },
    },
    {
      Effect: "Deny",
      Action: "s3:PutObjectLegalHold",
      Resource: "*",
      Condition: { StringEquals: { "s3:object-lock-legal-hold": "OFF" } },
    },
  ];
  const readAlone = [{ Effect: "Allow", Action: "s3:GetObject*", Resource: "*" }];
  const deny = [
    { Effect: "Deny", Action: ["s3:GetObjectRetention", "s3:GetObjectLegalHold"], Resource: "*" },
  ];
  const Version = "2012-10-17";
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        users: {
          admin: { profile: "admin", managedPolicies: ["AdministratorAccess"] },
          writer: { profile: "writer", inlinePolicies: { s3: { Version, Statement: statements } } },
          reader: {
            profile: "reader",
            inlinePolicies: { s3: { Version, Statement: [...readAlone, ...deny] } },
          },
        },
        buckets: { plain: { region: "ap-northeast-1" } },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

/** A new version that is locked for a day, unless said otherwise. */
async function putLocked(
  Key: string,
  ObjectLockMode: ObjectLockRetentionMode = "GOVERNANCE",
  forMs = DAY,
): Promise<{ readonly Bucket: string; readonly Key: string; readonly VersionId: string }> {
  const ObjectLockRetainUntilDate = new Date(Date.now() + shiftMs + forMs);
  const put = { Bucket, Key, Body: "x", ObjectLockMode, ObjectLockRetainUntilDate };
  const { VersionId = "" } = await admin.send(new PutObjectCommand(put));
  return { Bucket, Key, VersionId };
}

const retention = (Mode: ObjectLockRetentionMode, days: number): object => ({
  Retention: { Mode, RetainUntilDate: new Date(Date.now() + days * DAY) },
});

const LOCKED = {
  name: "AccessDenied",
  message: "Access Denied because object protected by object lock.",
  $metadata: { httpStatusCode: 403 },
};
const BypassGovernanceRetention = true;

test("a bucket that is made with Object Lock keeps versions, and will not stop", async () => {
  expect(await admin.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({
    Status: "Enabled",
  });
  const suspend = { Bucket, VersioningConfiguration: { Status: "Suspended" as const } };
  await expect(admin.send(new PutBucketVersioningCommand(suspend))).rejects.toMatchObject({
    name: "InvalidBucketState",
    message:
      "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    $metadata: { httpStatusCode: 409 },
  });
});

test("a version in governance mode goes only with the bypass and the right to it", async () => {
  const version = await putLocked("governance");
  const bypassing = new DeleteObjectCommand({ ...version, BypassGovernanceRetention });
  await expect(admin.send(new DeleteObjectCommand(version))).rejects.toMatchObject(LOCKED);
  await expect(writer.send(bypassing)).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("s3:BypassGovernanceRetention") as string,
  });
  expect(await admin.send(bypassing)).toMatchObject({ VersionId: version.VersionId });
  await expect(admin.send(new HeadObjectCommand(version))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404 },
  });
});

test("a version in compliance mode goes for nobody, until its time is over", async () => {
  const version = await putLocked("compliance", "COMPLIANCE", MINUTE);
  const bypassing = { ...version, BypassGovernanceRetention };
  await expect(admin.send(new DeleteObjectCommand(bypassing))).rejects.toMatchObject(LOCKED);
  for (const other of [retention("GOVERNANCE", 3), { Retention: {} }]) {
    const change = new PutObjectRetentionCommand({ ...bypassing, ...other });
    await expect(admin.send(change)).rejects.toMatchObject(LOCKED);
  }
  shiftMs = 2 * MINUTE;
  try {
    await admin.send(new DeleteObjectCommand(version));
  } finally {
    shiftMs = 0;
  }
});

test("a simple deletion puts a marker on top, which nothing locks", async () => {
  const version = await putLocked("marker");
  const { Key } = version;
  const deleted = await writer.send(new DeleteObjectCommand({ Bucket, Key }));
  expect(deleted.DeleteMarker).toBe(true);
  const marker = { Bucket, Key, VersionId: deleted.VersionId };
  await expect(admin.send(new GetObjectRetentionCommand(marker))).rejects.toMatchObject({
    name: "MethodNotAllowed",
  });
  await writer.send(new DeleteObjectCommand(marker));
  expect(await admin.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
    VersionId: version.VersionId,
  });
});

test("deleting many keeps what is locked, and says so", async () => {
  const locked = await putLocked("many-1");
  const { VersionId } = await admin.send(
    new PutObjectCommand({ Bucket, Key: "many-2", Body: "x" }),
  );
  const Objects = [
    { Key: locked.Key, VersionId: locked.VersionId },
    { Key: "many-2", VersionId },
  ];
  const quiet = { Bucket, Delete: { Objects, Quiet: true } };
  const answer = await admin.send(new DeleteObjectsCommand(quiet));
  const { Key, VersionId: kept } = locked;
  expect(answer.Deleted).toBeUndefined();
  expect(answer.Errors).toEqual([
    { Key, VersionId: kept, Code: "AccessDenied", Message: LOCKED.message },
  ]);
  const loud = { Bucket, Delete: { Objects: [{ Key, VersionId: kept }] } };
  const bypassed = await admin.send(
    new DeleteObjectsCommand({ ...loud, BypassGovernanceRetention }),
  );
  expect(bypassed.Deleted).toEqual([{ Key, VersionId: kept }]);
});

test("a retention may grow; to shrink, change or end it takes the bypass", async () => {
  const version = await putLocked("changes", "GOVERNANCE", 2 * DAY);
  const change = (to: object): Promise<unknown> =>
    admin.send(new PutObjectRetentionCommand({ ...version, ...to }));
  await change(retention("GOVERNANCE", 3));
  await expect(change(retention("GOVERNANCE", 1))).rejects.toMatchObject(LOCKED);
  await expect(change(retention("COMPLIANCE", 4))).rejects.toMatchObject(LOCKED);
  await expect(change({ Retention: {} })).rejects.toMatchObject(LOCKED);
  await change({ ...retention("GOVERNANCE", 1), BypassGovernanceRetention });
  const read = await admin.send(new GetObjectRetentionCommand(version));
  expect(read.Retention?.Mode).toBe("GOVERNANCE");
  expect(Number(read.Retention?.RetainUntilDate)).toBeLessThan(Date.now() + 2 * DAY);
  await change({ Retention: {}, BypassGovernanceRetention });
  await expect(admin.send(new GetObjectRetentionCommand(version))).rejects.toMatchObject({
    name: "NoSuchObjectLockConfiguration",
    $metadata: { httpStatusCode: 404 },
  });
  await writer.send(new DeleteObjectCommand(version));
});

test("a legal hold stands beside the retention, and no bypass lifts it", async () => {
  const { Key } = { Key: "held" };
  const hold = { ObjectLockLegalHoldStatus: "ON" } as const;
  const { VersionId } = await writer.send(
    new PutObjectCommand({ Bucket, Key, Body: "x", ...hold }),
  );
  const version = { Bucket, Key, VersionId };
  const bypassing = { ...version, BypassGovernanceRetention };
  await expect(admin.send(new DeleteObjectCommand(bypassing))).rejects.toMatchObject(LOCKED);
  const lift = new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "OFF" } });
  await expect(writer.send(lift)).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("s3:PutObjectLegalHold") as string,
  });
  await admin.send(lift);
  expect(await admin.send(new GetObjectLegalHoldCommand(version))).toMatchObject({
    LegalHold: { Status: "OFF" },
  });
  await writer.send(new DeleteObjectCommand(version));
});

test("policies see how long a retention is to last, in headers and in documents", async () => {
  const ObjectLockRetainUntilDate = new Date(Date.now() + 20 * DAY);
  const long = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate } as const;
  const put = new PutObjectCommand({ Bucket, Key: "long", Body: "x", ...long });
  const denied = {
    name: "AccessDenied",
    message: expect.stringContaining("s3:PutObjectRetention") as string,
  };
  await expect(writer.send(put)).rejects.toMatchObject(denied);
  await writer.send(new PutObjectCommand({ Bucket, Key: "long", Body: "x" }));
  const place = { Bucket, Key: "long" };
  const change = new PutObjectRetentionCommand({ ...place, ...retention("GOVERNANCE", 20) });
  await expect(writer.send(change)).rejects.toMatchObject(denied);
  await writer.send(new PutObjectRetentionCommand({ ...place, ...retention("GOVERNANCE", 9) }));
});

test("a reader is told of the lock who may ask for it", async () => {
  const { Key } = await putLocked("told", "COMPLIANCE");
  await admin.send(new PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status: "ON" } }));
  const get = new GetObjectCommand({ Bucket, Key });
  expect(await admin.send(get)).toMatchObject({
    ObjectLockMode: "COMPLIANCE",
    ObjectLockLegalHoldStatus: "ON",
    ObjectLockRetainUntilDate: expect.any(Date) as Date,
  });
  const told = await open.s3("reader").send(get);
  expect([told.ObjectLockMode, told.ObjectLockLegalHoldStatus]).toEqual([undefined, undefined]);
});

test("a default retention is given to new versions, copies and uploads in parts", async () => {
  const Rule = { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } } as const;
  const configure = (Configuration: object): Promise<unknown> =>
    admin.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", ...Configuration },
      }),
    );
  const untilOf = async (Key: string): Promise<number> => {
    const { ObjectLockMode, ObjectLockRetainUntilDate, LastModified } = await admin.send(
      new HeadObjectCommand({ Bucket, Key }),
    );
    expect(ObjectLockMode).toBe("GOVERNANCE");
    return Number(ObjectLockRetainUntilDate) - Number(LastModified);
  };
  const about = (days: number): RegExp => new RegExp(`^${days}\\.0`);
  await configure({ Rule });
  try {
    const get = new GetObjectLockConfigurationCommand({ Bucket });
    const { ObjectLockConfiguration: read } = await admin.send(get);
    expect(read).toEqual({ ObjectLockEnabled: "Enabled", Rule });
    await admin.send(new PutObjectCommand({ Bucket, Key: "given", Body: "x" }));
    expect(((await untilOf("given")) / DAY).toFixed(3)).toMatch(about(1));
    const own = new Date(Date.now() + 5 * DAY);
    const locked = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: own } as const;
    await admin.send(new PutObjectCommand({ Bucket, Key: "own", Body: "x", ...locked }));
    expect(((await untilOf("own")) / DAY).toFixed(1)).toBe("5.0");
    await admin.send(new CopyObjectCommand({ Bucket, Key: "copied", CopySource: `${Bucket}/own` }));
    expect(((await untilOf("copied")) / DAY).toFixed(3)).toMatch(about(1));
    const Key = "in-parts";
    const { UploadId } = await admin.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = { Bucket, Key, UploadId, PartNumber: 1, Body: "x" };
    const { ETag } = await admin.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const complete = { Bucket, Key, UploadId, MultipartUpload };
    await admin.send(new CompleteMultipartUploadCommand(complete));
    expect(((await untilOf(Key)) / DAY).toFixed(3)).toMatch(about(1));
  } finally {
    await configure({});
  }
});

test("a bucket without Object Lock takes none of it", async () => {
  const place = { Bucket: "plain", Key: "k" };
  await admin.send(new PutObjectCommand({ ...place, Body: "x" }));
  const missing = {
    name: "InvalidRequest",
    message: "Bucket is missing Object Lock Configuration",
    $metadata: { httpStatusCode: 400 },
  };
  await expect(admin.send(new GetObjectRetentionCommand(place))).rejects.toMatchObject(missing);
  await expect(admin.send(new GetObjectLegalHoldCommand(place))).rejects.toMatchObject(missing);
  const change = new PutObjectRetentionCommand({ ...place, ...retention("GOVERNANCE", 1) });
  await expect(admin.send(change)).rejects.toMatchObject(missing);
  const hold = new PutObjectLegalHoldCommand({ ...place, LegalHold: { Status: "ON" } });
  await expect(admin.send(hold)).rejects.toMatchObject(missing);
  const write = { ...place, Body: "x", ObjectLockLegalHoldStatus: "ON" } as const;
  await expect(admin.send(new PutObjectCommand(write))).rejects.toMatchObject({
    message: "Bucket is missing ObjectLockConfiguration",
  });
  const bypassing = new DeleteObjectCommand({ ...place, BypassGovernanceRetention });
  await expect(admin.send(bypassing)).rejects.toMatchObject({
    name: "InvalidArgument",
    message: "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
  });
  const configuration = { ObjectLockEnabled: "Enabled" } as const;
  const enable = { Bucket: "plain", ObjectLockConfiguration: configuration };
  await expect(admin.send(new PutObjectLockConfigurationCommand(enable))).rejects.toMatchObject({
    name: "InvalidBucketState",
    message: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
  });
  const versioning = { Bucket: "plain", VersioningConfiguration: { Status: "Enabled" as const } };
  await admin.send(new PutBucketVersioningCommand(versioning));
  await admin.send(new PutObjectLockConfigurationCommand(enable));
  await admin.send(hold);
});

test("what is protected comes with a sum over its bytes", async () => {
  const credentials = open.credentialsOf("admin");
  const put = { method: "PUT", body: "x", credentials };
  const headers = { "x-amz-object-lock-legal-hold": "ON" };
  const whole = await ask(open.lab.port, { ...put, target: `/${Bucket}/bare`, headers });
  expect(readS3Error(whole.body)).toMatchObject({
    code: "InvalidRequest",
    message:
      "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
  });
  const place = { Bucket, Key: "bare", ObjectLockLegalHoldStatus: "ON" } as const;
  const { UploadId = "" } = await admin.send(new CreateMultipartUploadCommand(place));
  const target = `/${Bucket}/bare?partNumber=1&uploadId=${UploadId}`;
  const part = await ask(open.lab.port, { ...put, target });
  expect(readS3Error(part.body)?.message).toContain(
    "Put Part requests with Object Lock parameters",
  );
});
