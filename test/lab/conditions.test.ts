import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { request as openRequest } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { signedHeaders } from "./wire.ts";

const Bucket = "bucket-a";

let open: OpenLab;
let s3: S3Client;
beforeAll(async () => {
  open = await openLab({ world: conditionWorld() });
  s3 = open.s3("admin");
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

/** Someone who may write and delete only on conditions, and may not read. */
function conditionWorld(): World {
  const statement = (Action: string, key: string): object => ({
    Effect: "Allow",
    Action,
    Resource: "*",
    Condition: { Null: { [key]: "false" } },
  });
  const Statement = [
    statement("s3:PutObject", "s3:if-none-match"),
    statement("s3:PutObject", "s3:if-match"),
    statement("s3:DeleteObject", "s3:if-match"),
  ];
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        users: {
          admin: { profile: "admin", managedPolicies: ["AdministratorAccess"] },
          careful: {
            profile: "careful",
            inlinePolicies: { s3: { Version: "2012-10-17", Statement } },
          },
        },
        buckets: { [Bucket]: { region: "ap-northeast-1" } },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

async function put(Key: string, Body = "x"): Promise<string> {
  const { ETag = "" } = await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return ETag;
}

const status = (httpStatusCode: number): object => ({ $metadata: { httpStatusCode } });
const FAILED = { name: "PreconditionFailed", ...status(412) };
const CONFLICT = {
  name: "ConditionalRequestConflict",
  message:
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
  ...status(409),
};
const hour = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);

test("reads on conditions: 200, 304 and 412, and which of two headers counts", async () => {
  const Key = "read";
  const ETag = await put(Key);
  const read = (conditions: object): Promise<unknown> =>
    s3.send(new GetObjectCommand({ Bucket, Key, ...conditions }));
  await read({ IfMatch: ETag, IfUnmodifiedSince: hour(-1) });
  await read({ IfNoneMatch: '"other"', IfModifiedSince: new Date() });
  await read({ IfModifiedSince: hour(-1), IfUnmodifiedSince: hour(1) });
  await expect(read({ IfMatch: '"other"' })).rejects.toMatchObject(FAILED);
  await expect(read({ IfUnmodifiedSince: hour(-1) })).rejects.toMatchObject(FAILED);
  await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject(status(304));
  await expect(read({ IfNoneMatch: ETag, IfModifiedSince: hour(-1) })).rejects.toMatchObject(
    status(304),
  );
  await expect(read({ IfModifiedSince: new Date() })).rejects.toMatchObject(status(304));
  const head = (conditions: object): Promise<unknown> =>
    s3.send(new HeadObjectCommand({ Bucket, Key, ...conditions }));
  await expect(head({ IfMatch: '"other"' })).rejects.toMatchObject(status(412));
  await expect(head({ IfNoneMatch: ETag })).rejects.toMatchObject(status(304));
});

test("a write that wants to be the first, and one that wants to replace what it has seen", async () => {
  const Key = "write";
  const write = (conditions: object): Promise<unknown> =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: "new", ...conditions }));
  await expect(write({ IfMatch: '"any"' })).rejects.toMatchObject({
    name: "NoSuchKey",
    ...status(404),
  });
  await write({ IfNoneMatch: "*" });
  await expect(write({ IfNoneMatch: "*" })).rejects.toMatchObject(FAILED);
  const ETag = await put(Key, "newer");
  await expect(write({ IfMatch: '"other"' })).rejects.toMatchObject(FAILED);
  await write({ IfMatch: ETag });
  const CopySource = `${Bucket}/read`;
  const copy = (conditions: object): Promise<unknown> =>
    s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...conditions }));
  await expect(copy({ IfNoneMatch: "*" })).rejects.toMatchObject(FAILED);
  await expect(copy({ IfMatch: ETag })).rejects.toMatchObject(FAILED);
});

test("what is deleted while a write on it goes on is a conflict", async () => {
  const Key = "raced";
  const etag = await put(Key);
  const body = "0123456789";
  const question = {
    method: "PUT",
    target: `/${Bucket}/${Key}`,
    headers: { "if-match": etag },
    body,
    credentials: open.credentialsOf("admin"),
  };
  const { port } = open.lab;
  const headers = signedHeaders(port, question);
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const outgoing = openRequest(
      { host: "127.0.0.1", port, method: "PUT", path: question.target, headers },
      (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode);
      },
    );
    outgoing.on("error", reject);
    outgoing.write(body.slice(0, 5), () => {
      // Until then the lab has held the condition against what is there.
      setTimeout(() => {
        s3.send(new DeleteObjectCommand({ Bucket, Key })).then(
          () => outgoing.end(body.slice(5)),
          reject,
        );
      }, 100);
    });
  });
  expect(await answered).toBe(409);
});

test("an upload in parts is in conflict with what came and went under its key", async () => {
  const begin = async (Key: string): Promise<(conditions: object) => Promise<unknown>> => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const part = { Bucket, Key, UploadId, PartNumber: 1, Body: "part" };
    const { ETag } = await s3.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const complete = { Bucket, Key, UploadId, MultipartUpload };
    return (conditions) =>
      s3.send(new CompleteMultipartUploadCommand({ ...complete, ...conditions }));
  };
  await put("was-there");
  const overDeleted = await begin("was-there");
  await expect(overDeleted({ IfNoneMatch: "*" })).rejects.toMatchObject(FAILED);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "was-there" }));
  await expect(overDeleted({ IfNoneMatch: "*" })).rejects.toMatchObject(CONFLICT);
  const overChanged = await begin("changed");
  // Their times have to differ.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const ETag = await put("changed");
  await expect(overChanged({ IfMatch: '"other"' })).rejects.toMatchObject(FAILED);
  await expect(overChanged({ IfMatch: ETag })).rejects.toMatchObject(CONFLICT);
  const fresh = await begin("fresh");
  await expect(fresh({ IfMatch: '"any"' })).rejects.toMatchObject({ name: "NoSuchKey" });
  await fresh({ IfNoneMatch: "*" });
});

test("a deletion on a condition, of one key and of many", async () => {
  const [Key, ETag] = ["deleted", await put("deleted")];
  const remove = (IfMatch: string): Promise<unknown> =>
    s3.send(new DeleteObjectCommand({ Bucket, Key, IfMatch }));
  await expect(remove('"other"')).rejects.toMatchObject(FAILED);
  const Objects = [
    { Key, ETag },
    { Key: "read", ETag: '"other"' },
    { Key: "no-such", ETag: "*" },
  ];
  const many = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(many.Deleted).toEqual([{ Key }]);
  expect(many.Errors?.map(({ Key: key, Code }) => [key, Code])).toEqual([
    ["read", "PreconditionFailed"],
    ["no-such", "NoSuchKey"],
  ]);
  await put(Key);
  await remove("*");
  await expect(remove("*")).rejects.toMatchObject(status(404));
});

test("policies can ask for conditions, and an entity tag takes the right to read", async () => {
  const careful = open.s3("careful");
  const ETag = await put("policy");
  const denied = (action: string): object => ({
    name: "AccessDenied",
    message: expect.stringContaining(`s3:${action}`) as string,
  });
  const write = { Bucket, Key: "policy-new", Body: "x" };
  await expect(careful.send(new PutObjectCommand(write))).rejects.toMatchObject(
    denied("PutObject"),
  );
  await careful.send(new PutObjectCommand({ ...write, IfNoneMatch: "*" }));
  const replace = new PutObjectCommand({ ...write, Key: "policy", IfMatch: ETag });
  await expect(careful.send(replace)).rejects.toMatchObject(denied("GetObject"));
  const place = { Bucket, Key: "policy" };
  await expect(careful.send(new DeleteObjectCommand(place))).rejects.toMatchObject(
    denied("DeleteObject"),
  );
  const exact = new DeleteObjectCommand({ ...place, IfMatch: ETag });
  await expect(careful.send(exact)).rejects.toMatchObject(denied("GetObject"));
  await careful.send(new DeleteObjectCommand({ ...place, IfMatch: "*" }));
});
