import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetBucketAclCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketAclCommand,
  PutObjectAclCommand,
  RestoreObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";
import { stepWorld } from "./step-rows.ts";

const BOB = "1".repeat(64);
const CAROL = "2".repeat(64);
const place = { Bucket: "data-b", Key: "parts" };
const large = new Uint8Array(5 * 1024 * 1024).fill(7);
const bucket = {
  objectOwnership: "ObjectWriter",
  policy: {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "s3:*",
      Resource: ["arn:aws:s3:::data-b", "arn:aws:s3:::data-b/*"],
    },
  },
};

let open: OpenLab;
let bob: S3Client;
let carol: S3Client;
beforeAll(async () => {
  open = await openLab({ world: stepWorld({ bucket }) });
  bob = open.s3("bob", { region: "us-east-1" });
  carol = open.s3("carol", { region: "us-east-1" });
  await uploadInParts(bob, [large, new Uint8Array(3)]);
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

async function uploadInParts(s3: S3Client, bodies: readonly Uint8Array[]): Promise<void> {
  const ChecksumAlgorithm = "SHA256";
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...place, ChecksumAlgorithm, StorageClass: "GLACIER" }),
  );
  const Parts = [];
  for (const [i, Body] of bodies.entries()) {
    const PartNumber = i + 1;
    const command = new UploadPartCommand({
      ...place,
      UploadId,
      PartNumber,
      Body,
      ChecksumAlgorithm,
    });
    const { ETag, ChecksumSHA256 } = await s3.send(command);
    Parts.push({ PartNumber, ETag, ChecksumSHA256 });
  }
  const MultipartUpload = { Parts };
  await s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload }));
}

test("an upload in parts is its initiator's, and the bucket's owner does not reach it", async () => {
  const { Versions } = await carol.send(new ListObjectVersionsCommand({ Bucket: place.Bucket }));
  expect(Versions).toMatchObject([{ Key: "parts", Owner: { ID: BOB }, StorageClass: "GLACIER" }]);
  await expect(carol.send(new GetObjectCommand(place))).rejects.toMatchObject({
    name: "AccessDenied",
    message:
      'User: arn:aws:iam::222222222222:user/carol is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data-b/parts" because no resource-based policy allows the s3:GetObject action',
  });
  await expect(carol.send(new GetObjectAclCommand(place))).rejects.toMatchObject({
    name: "AccessDenied",
  });
});

test("its owner reads about its parts, restores it, and reads one of them", async () => {
  const ask = { ...place, ObjectAttributes: ["ObjectParts", "Checksum", "StorageClass"] } as const;
  const first = await bob.send(
    new GetObjectAttributesCommand({
      ...ask,
      ObjectAttributes: [...ask.ObjectAttributes],
      MaxParts: 1,
    }),
  );
  expect(first).toMatchObject({ StorageClass: "GLACIER", Checksum: { ChecksumType: "COMPOSITE" } });
  expect(first.ObjectParts).toMatchObject({
    TotalPartsCount: 2,
    IsTruncated: true,
    NextPartNumberMarker: "1",
    Parts: [{ PartNumber: 1, Size: large.length }],
  });
  const second = await bob.send(
    new GetObjectAttributesCommand({
      ...ask,
      ObjectAttributes: [...ask.ObjectAttributes],
      PartNumberMarker: "1",
    }),
  );
  expect(second.ObjectParts).toMatchObject({
    IsTruncated: false,
    Parts: [{ PartNumber: 2, Size: 3 }],
  });
  const part = { ...place, PartNumber: 2 };
  await expect(bob.send(new GetObjectCommand(part))).rejects.toMatchObject({
    name: "InvalidObjectState",
    StorageClass: "GLACIER",
  });
  await bob.send(new RestoreObjectCommand({ ...place, RestoreRequest: { Days: 1 } }));
  const head = await bob.send(new HeadObjectCommand({ ...part, ChecksumMode: "ENABLED" }));
  expect(head).toMatchObject({ PartsCount: 2, ContentLength: 3 });
  expect(head.ChecksumSHA256).toBe(second.ObjectParts?.Parts?.[0]?.ChecksumSHA256);
  expect(head.Restore).toContain('ongoing-request="false"');
  const { Body, ContentRange } = await bob.send(new GetObjectCommand(part));
  expect(ContentRange).toBe(`bytes ${large.length}-${large.length + 2}/${large.length + 3}`);
  expect(await Body?.transformToByteArray()).toEqual(new Uint8Array(3));
});

test("a grant of its owner opens it to the bucket's owner, and is read back", async () => {
  const grant = { ...place, ACL: "bucket-owner-full-control" } as const;
  await bob.send(new PutObjectAclCommand(grant));
  const { Owner, Grants } = await carol.send(new GetObjectAclCommand(place));
  expect(Owner).toEqual({ ID: BOB });
  expect(Grants).toEqual([
    { Grantee: { ID: BOB, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" },
    { Grantee: { ID: CAROL, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" },
  ]);
  const { ContentLength } = await carol.send(new HeadObjectCommand(place));
  expect(ContentLength).toBe(large.length + 3);
});

test("a bucket's ACL goes out and comes back as the SDK has it", async () => {
  const { Bucket } = place;
  const AccessControlPolicy = {
    Owner: { ID: CAROL },
    Grants: [
      { Grantee: { ID: CAROL, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" },
      {
        Grantee: { URI: "http://acs.amazonaws.com/groups/s3/LogDelivery", Type: "Group" },
        Permission: "WRITE",
      },
    ],
  } as const;
  const Grants = [...AccessControlPolicy.Grants];
  await carol.send(
    new PutBucketAclCommand({
      Bucket,
      AccessControlPolicy: { ...AccessControlPolicy, Grants },
    }),
  );
  expect(await carol.send(new GetBucketAclCommand({ Bucket }))).toMatchObject(AccessControlPolicy);
});
