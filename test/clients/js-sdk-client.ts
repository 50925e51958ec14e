import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Client, Place, Said } from "./client.ts";

const PART_BYTES = 5 * 1024 * 1024;

/** The AWS SDK for JavaScript, version 3. */
export const jsSdkClient: Client = {
  name: "AWS SDK for JavaScript v3",
  absence: undefined,
  lacks: ["sync"],
  denied: { list: { action: "s3:ListBucket" }, get: { action: "s3:GetObject" } },
  open: (stage, profile) => {
    const s3 = new S3Client({
      endpoint: stage.url,
      region: stage.region,
      credentials: stage.keysOf(profile),
      forcePathStyle: true,
      maxAttempts: 1,
      ...(stage.caPath !== undefined && {
        requestHandler: { httpsAgent: { ca: readFileSync(stage.caPath) } },
      }),
    });
    return {
      put: (path, to) => said(put(s3, path, to)),
      get: (from, path) => said(get(s3, from, path)),
      copy: ({ bucket, key }, to) =>
        said(
          s3
            .send(
              new CopyObjectCommand({
                Bucket: to.bucket,
                Key: to.key,
                CopySource: `${bucket}/${encodeURIComponent(key)}`,
              }),
            )
            .then(() => ""),
        ),
      list: (bucket, prefix) => said(list(s3, bucket, prefix)),
      presign: ({ bucket, key }) =>
        said(getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }))),
      putBucketPolicy: (bucket, path) =>
        said(
          readFile(path, "utf8")
            .then((Policy) => s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy })))
            .then(() => ""),
        ),
    };
  },
};

/** The words of a refusal are those of its code and message; a fault stays a fault. */
async function said(call: Promise<string>): Promise<Said> {
  try {
    return { ok: true, text: await call };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return { ok: false, text: `${error.name}: ${error.message}` };
  }
}

async function put(s3: S3Client, path: string, to: Place): Promise<string> {
  const body = await readFile(path);
  const at = { Bucket: to.bucket, Key: to.key };
  if (body.length <= PART_BYTES) {
    await s3.send(new PutObjectCommand({ ...at, Body: body }));
    return "";
  }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
  const parts = [body.subarray(0, PART_BYTES), body.subarray(PART_BYTES)];
  const Parts = await Promise.all(
    parts.map(async (Body, index) => {
      const part = { ...at, UploadId, PartNumber: index + 1 };
      const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body }));
      return { ETag, PartNumber: index + 1 };
    }),
  );
  await s3.send(
    new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
  );
  return "";
}

async function get(s3: S3Client, { bucket, key }: Place, path: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (Body === undefined) throw new Error(`\`${key}\` was read without a body`);
  await writeFile(path, await Body.transformToByteArray());
  return "";
}

async function list(s3: S3Client, bucket: string, prefix: string): Promise<string> {
  const keys: string[] = [];
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix });
  for await (const { Contents = [] } of pages) keys.push(...Contents.map(({ Key = "" }) => Key));
  return keys.join("\n");
}
