import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketTaggingCommand,
  DeleteBucketWebsiteCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  PutBucketAccelerateConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketRequestPaymentCommand,
  PutBucketTaggingCommand,
  PutBucketWebsiteCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";

const Bucket = "settings";
let open: OpenLab;
let s3: S3Client;
beforeAll(async () => {
  open = await openLab();
  s3 = open.s3("a");
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

/** Puts, gets and deletes one setting, and says what came back and what is missing without it. */
async function round(steps: {
  readonly put: () => Promise<unknown>;
  readonly get: () => Promise<object>;
  readonly remove: () => Promise<unknown>;
}): Promise<{ readonly got: object; readonly missing: unknown }> {
  await steps.put();
  const got = await steps.get();
  await steps.remove();
  const missing = await steps.get().catch((error: unknown) => error);
  return { got, missing };
}

test("tags of a bucket", async () => {
  const TagSet = [{ Key: "a", Value: "<1>" }];
  const { got, missing } = await round({
    put: () => s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } })),
    get: () => s3.send(new GetBucketTaggingCommand({ Bucket })),
    remove: () => s3.send(new DeleteBucketTaggingCommand({ Bucket })),
  });
  expect(got).toMatchObject({ TagSet });
  expect(missing).toMatchObject({ name: "NoSuchTagSet", $metadata: { httpStatusCode: 404 } });
});

test("a lifecycle configuration", async () => {
  const Rules = [
    { ID: "old", Status: "Enabled" as const, Filter: { Prefix: "a/" }, Expiration: { Days: 3 } },
  ];
  const { got, missing } = await round({
    put: () =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
      ),
    get: () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    remove: () => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
  });
  expect(got).toMatchObject({ Rules });
  expect(missing).toMatchObject({ name: "NoSuchLifecycleConfiguration" });
});

test("a CORS configuration", async () => {
  const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }];
  const { got, missing } = await round({
    put: () => s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } })),
    get: () => s3.send(new GetBucketCorsCommand({ Bucket })),
    remove: () => s3.send(new DeleteBucketCorsCommand({ Bucket })),
  });
  expect(got).toMatchObject({ CORSRules });
  expect(missing).toMatchObject({ name: "NoSuchCORSConfiguration" });
});

test("a website configuration", async () => {
  const IndexDocument = { Suffix: "index.html" };
  const { got, missing } = await round({
    put: () =>
      s3.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument } })),
    get: () => s3.send(new GetBucketWebsiteCommand({ Bucket })),
    remove: () => s3.send(new DeleteBucketWebsiteCommand({ Bucket })),
  });
  expect(got).toMatchObject({ IndexDocument });
  expect(missing).toMatchObject({ name: "NoSuchWebsiteConfiguration" });
});

test("ownership controls are there from the beginning, and can be taken away", async () => {
  const before = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
  expect(before.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
  const Rules = [{ ObjectOwnership: "ObjectWriter" as const }];
  const { got, missing } = await round({
    put: () =>
      s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules } })),
    get: () => s3.send(new GetBucketOwnershipControlsCommand({ Bucket })),
    remove: () => s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket })),
  });
  expect(got).toMatchObject({ OwnershipControls: { Rules } });
  expect(missing).toMatchObject({ name: "OwnershipControlsNotFoundError" });
});

test("Block Public Access is on from the beginning, and can be taken away", async () => {
  const on = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const before = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(before.PublicAccessBlockConfiguration).toEqual(on);
  const PublicAccessBlockConfiguration = { ...on, IgnorePublicAcls: false };
  const { got, missing } = await round({
    put: () => s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration })),
    get: () => s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    remove: () => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
  });
  expect(got).toMatchObject({ PublicAccessBlockConfiguration });
  expect(missing).toMatchObject({ name: "NoSuchPublicAccessBlockConfiguration" });
});

test("who pays, logging and acceleration have no error for what was never set", async () => {
  const payer = async (): Promise<string | undefined> =>
    (await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer;
  expect(await payer()).toBe("BucketOwner");
  const RequestPaymentConfiguration = { Payer: "Requester" as const };
  await s3.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration }));
  expect(await payer()).toBe("Requester");
  const logging = new GetBucketLoggingCommand({ Bucket });
  expect((await s3.send(logging)).LoggingEnabled).toBeUndefined();
  const LoggingEnabled = { TargetBucket: "logs", TargetPrefix: "a/" };
  await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
  expect((await s3.send(logging)).LoggingEnabled).toEqual(LoggingEnabled);
  const acceleration = new GetBucketAccelerateConfigurationCommand({ Bucket });
  expect((await s3.send(acceleration)).Status).toBeUndefined();
  const AccelerateConfiguration = { Status: "Enabled" as const };
  await s3.send(new PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration }));
  expect((await s3.send(acceleration)).Status).toBe("Enabled");
});

test("nothing is replicated, and nobody is notified", async () => {
  await expect(s3.send(new GetBucketReplicationCommand({ Bucket }))).rejects.toMatchObject({
    name: "ReplicationConfigurationNotFoundError",
  });
  const { TopicConfigurations } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  expect(TopicConfigurations).toBeUndefined();
});
