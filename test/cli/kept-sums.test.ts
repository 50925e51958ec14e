import {
  DeleteBucketPolicyCommand,
  GetObjectAttributesCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LabHome, openLabHome } from "../support/lab-home.ts";

const Bucket = "dev-a";
let at: LabHome;

beforeAll(async () => {
  at = await openLabHome();
});

afterAll(() => at.close());

// S3 sums with CRC64NVME what is uploaded without a sum (S3 User Guide, Checking object integrity).
test.each([
  ["CRC32", "CRC32"],
  ["CRC32C", "CRC32C"],
  ["CRC64NVME", "CRC64NVME"],
  ["SHA256", "SHA256"],
  ["no sum", "CRC64NVME"],
] as const)("a large object under %s is copied once with --checksum", async (given, want) => {
  const s3 = at.open.s3("a", { requestChecksumCalculation: "WHEN_REQUIRED" });
  const Key = `${want}/${given}/x`;
  const Body = Buffer.alloc(9 * 1024 * 1024, given);
  const asked = given === "no sum" ? {} : { ChecksumAlgorithm: given };
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...asked }));
  const ends = [`s3://${Bucket}/${want}/${given}`, `s3://${Bucket}/copy/${want}/${given}`];
  const words = ["sync", ...ends, "--checksum", "--profile", "a"];
  expect(await at.sluice(...words)).toMatchObject({ exit: 0, stderr: "" });
  expect(await at.sluice(...words)).toEqual({ exit: 0, stdout: "", stderr: "" });
  const { Checksum } = await s3.send(
    new GetObjectAttributesCommand({
      Bucket,
      Key: `copy/${Key}`,
      ObjectAttributes: ["Checksum"],
    }),
  );
  expect(Object.keys(Checksum ?? {})).toContain(`Checksum${want}`);
});

test("where its tags may not be read, it goes without them and under another sum", async () => {
  const s3 = at.open.s3("a");
  const Body = Buffer.alloc(9 * 1024 * 1024, "x");
  const object = { Bucket, Key: "tagged/x", Body, Tagging: "a=b" };
  await s3.send(new PutObjectCommand({ ...object, ChecksumAlgorithm: "SHA256" }));
  const deny = { Effect: "Deny", Principal: "*", Action: "s3:GetObjectTagging" };
  const Statement = [{ ...deny, Resource: `arn:aws:s3:::${Bucket}/*` }];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const words = ["sync", `s3://${Bucket}/tagged`, `s3://${Bucket}/untagged`, "--profile", "a"];
  const ran = await at.sluice(...words, "--no-check");
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  expect(ran).toMatchObject({ exit: 2, stdout: expect.stringContaining("copy: ") as string });
  const ObjectAttributes = ["Checksum" as const];
  const copy = { Bucket, Key: "untagged/x", ObjectAttributes };
  const { Checksum } = await s3.send(new GetObjectAttributesCommand(copy));
  expect(Checksum?.ChecksumCRC32).toBeDefined();
});
