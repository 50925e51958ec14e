import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";

let open: OpenLab;
let s3: S3Client;
let serial = 0;
beforeAll(async () => {
  open = await openLab();
  s3 = open.s3("a");
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

async function versioned(): Promise<string> {
  const Bucket = `versions-${++serial}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await setVersioning(Bucket, "Enabled");
  return Bucket;
}

async function setVersioning(Bucket: string, Status: "Enabled" | "Suspended"): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

async function put(Bucket: string, Key: string, Body: string): Promise<string | undefined> {
  return (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
}

async function get(Bucket: string, Key: string, VersionId?: string): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Body?.transformToString();
}

/** `key id latest` of every version and marker, as they are listed. */
async function listed(
  Bucket: string,
  page: {
    readonly MaxKeys?: number;
    readonly KeyMarker?: string;
    readonly VersionIdMarker?: string;
  } = {},
): Promise<readonly string[]> {
  const answer = await s3.send(new ListObjectVersionsCommand({ Bucket, ...page }));
  const rows = [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])].map(
    ({ Key, VersionId, IsLatest }) => `${Key} ${VersionId}${IsLatest === true ? " latest" : ""}`,
  );
  if (answer.IsTruncated !== true) return rows;
  const { NextKeyMarker = "", NextVersionIdMarker } = answer;
  const next = { ...page, KeyMarker: NextKeyMarker };
  return [
    ...rows,
    ...(await listed(
      Bucket,
      NextVersionIdMarker === undefined ? next : { ...next, VersionIdMarker: NextVersionIdMarker },
    )),
  ];
}

test("a bucket has no versioning status until it is set", async () => {
  const Bucket = `versions-${++serial}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  expect(await put(Bucket, "k", "1")).toBeUndefined();
  await setVersioning(Bucket, "Enabled");
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
  await put(Bucket, "k", "2");
  expect(await get(Bucket, "k", "null")).toBe("1");
  expect(await get(Bucket, "k")).toBe("2");
});

test("every version can be read, and the newest is the one without an id", async () => {
  const Bucket = await versioned();
  const ids = [
    await put(Bucket, "k", "1"),
    await put(Bucket, "k", "2"),
    await put(Bucket, "k", "3"),
  ];
  expect(await get(Bucket, "k")).toBe("3");
  expect(await Promise.all(ids.map((id) => get(Bucket, "k", id)))).toEqual(["1", "2", "3"]);
  expect(await listed(Bucket)).toEqual([`k ${ids[2]} latest`, `k ${ids[1]}`, `k ${ids[0]}`]);
  const copy = await s3.send(
    new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/k?versionId=${ids[0]}` }),
  );
  expect(copy.CopySourceVersionId).toBe(ids[0]);
  expect(await get(Bucket, "copy")).toBe("1");
});

test("a deletion puts a marker on top, and deleting the marker brings the object back", async () => {
  const Bucket = await versioned();
  const id = await put(Bucket, "k", "1");
  const deleted = await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(deleted.DeleteMarker).toBe(true);
  await expect(get(Bucket, "k")).rejects.toMatchObject({
    name: "NoSuchKey",
    $response: {
      headers: { "x-amz-delete-marker": "true", "x-amz-version-id": deleted.VersionId },
    },
  });
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  expect(await get(Bucket, "k", id)).toBe("1");
  await expect(get(Bucket, "k", deleted.VersionId)).rejects.toMatchObject({
    name: "MethodNotAllowed",
    $metadata: { httpStatusCode: 405 },
  });
  await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: "BucketNotEmpty",
  });
  const undone = await s3.send(
    new DeleteObjectCommand({ Bucket, Key: "k", VersionId: deleted.VersionId }),
  );
  expect(undone).toMatchObject({ DeleteMarker: true, VersionId: deleted.VersionId });
  expect(await get(Bucket, "k")).toBe("1");
});

test("deleting the newest version for good brings the one before it to the top", async () => {
  const Bucket = await versioned();
  const [first, second] = [await put(Bucket, "k", "1"), await put(Bucket, "k", "2")];
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: second }));
  expect(await get(Bucket, "k")).toBe("1");
  await expect(get(Bucket, "k", second)).rejects.toMatchObject({ name: "NoSuchVersion" });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: first }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
});

test("a suspended bucket keeps one version without an id, and replaces it", async () => {
  const Bucket = await versioned();
  const id = await put(Bucket, "k", "kept");
  await setVersioning(Bucket, "Suspended");
  expect(await put(Bucket, "k", "1")).toBe("null");
  expect(await put(Bucket, "k", "2")).toBe("null");
  expect(await listed(Bucket)).toEqual(["k null latest", `k ${id}`]);
  expect(await get(Bucket, "k", "null")).toBe("2");
  const deleted = await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: "null" });
  expect(await listed(Bucket)).toEqual([`k ${id}`, "k null latest"]);
  await setVersioning(Bucket, "Enabled");
  const last = await put(Bucket, "k", "3");
  expect(await get(Bucket, "k")).toBe("3");
  expect((await listed(Bucket))[0]).toBe(`k ${last} latest`);
});

test("pages of versions join to the whole, whatever their size", async () => {
  const Bucket = await versioned();
  for (const key of ["a", "b", "b/c", "é"]) {
    for (const body of ["1", "2", "3"]) await put(Bucket, key, body);
  }
  const whole = await listed(Bucket);
  expect(whole).toHaveLength(12);
  expect(await listed(Bucket, { MaxKeys: 1 })).toEqual(whole);
  expect(await listed(Bucket, { MaxKeys: 5 })).toEqual(whole);
});

test("many versions are deleted at once, and each is answered for", async () => {
  const Bucket = await versioned();
  const id = await put(Bucket, "a", "1");
  await put(Bucket, "b", "1");
  const { Deleted } = await s3.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: [{ Key: "a", VersionId: id }, { Key: "b" }] },
    }),
  );
  expect(Deleted).toEqual([
    { Key: "a", VersionId: id },
    { Key: "b", DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) as unknown },
  ]);
});

test("a version that cannot be is refused, one that is not there is missing", async () => {
  const Bucket = await versioned();
  await put(Bucket, "k", "1");
  await expect(get(Bucket, "k", "nonsense")).rejects.toMatchObject({
    name: "InvalidArgument",
    message: "Invalid version id specified",
  });
  await expect(
    s3.send(new HeadObjectCommand({ Bucket, Key: "k", VersionId: "null" })),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
});
