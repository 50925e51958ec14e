import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyStatusCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { openLab } from "./open-lab.ts";

const Bucket = "status";
const policyFor = (principal: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: principal },
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${Bucket}/*`,
      },
    ],
  });

test("the status of a bucket's policy says whether it is public", async () => {
  const open = await openLab();
  const s3 = open.s3("a");
  await s3.send(new CreateBucketCommand({ Bucket }));
  const ask = new GetBucketPolicyStatusCommand({ Bucket });
  await expect(s3.send(ask)).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyFor("*") }));
  expect(await s3.send(ask)).toMatchObject({ PolicyStatus: { IsPublic: true } });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyFor("222222222222") }));
  expect(await s3.send(ask)).toMatchObject({ PolicyStatus: { IsPublic: false } });
  await open.close();
});
