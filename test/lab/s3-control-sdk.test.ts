import { Agent } from "node:http";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateAccessPointCommand,
  CreateJobCommand,
  DescribeJobCommand,
  GetAccessPointCommand,
  GetAccessPointPolicyCommand,
  GetPublicAccessBlockCommand,
  type JobDescriptor,
  ListAccessPointsCommand,
  ListJobsCommand,
  PutAccessPointPolicyCommand,
  S3ControlClient,
  UpdateJobStatusCommand,
} from "@aws-sdk/client-s3-control";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";
import { s3ControlWorld } from "./s3-control-world.ts";

const AccountId = "111111111111";

let open: OpenLab;
let control: S3ControlClient;
beforeEach(async () => {
  open = await openLab({ world: s3ControlWorld() });
  const httpAgent = new Agent({
    lookup: (_name, _options, found) => {
      found(null, [{ address: "127.0.0.1", family: 4 }]);
    },
  });
  control = new S3ControlClient({
    endpoint: `http://localhost:${open.lab.port}`,
    region: "ap-northeast-1",
    credentials: open.credentialsOf("alice"),
    requestHandler: { httpAgent },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  control.destroy();
  await open.close();
  expect(open.faults).toEqual([]);
});

test("the JS SDK reads what it wrote of access points", async () => {
  const Name = "prod";
  const VpcConfiguration = { VpcId: "vpc-0123456789abcdef0" };
  const made = await control.send(
    new CreateAccessPointCommand({ AccountId, Name, Bucket: "bucket-a", VpcConfiguration }),
  );
  const AccessPointArn = `arn:aws:s3:ap-northeast-1:${AccountId}:accesspoint/prod`;
  expect(made.AccessPointArn).toBe(AccessPointArn);
  const facts = {
    Name,
    Bucket: "bucket-a",
    BucketAccountId: AccountId,
    NetworkOrigin: "VPC",
    VpcConfiguration,
    Alias: made.Alias,
    AccessPointArn,
  };
  expect(await control.send(new GetAccessPointCommand({ AccountId, Name }))).toMatchObject({
    ...facts,
    CreationDate: expect.any(Date) as unknown,
    Endpoints: { ipv4: "s3-accesspoint.ap-northeast-1.localhost" },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  });
  const { AccessPointList } = await control.send(new ListAccessPointsCommand({ AccountId }));
  expect(AccessPointList).toEqual([facts]);
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `${AccessPointArn}/object/<&>"*`,
    },
  });
  await control.send(new PutAccessPointPolicyCommand({ AccountId, Name, Policy }));
  const read = await control.send(new GetAccessPointPolicyCommand({ AccountId, Name }));
  expect(read.Policy).toBe(Policy);
});

test("the JS SDK knows the errors of S3 Control", async () => {
  await expect(control.send(new GetPublicAccessBlockCommand({ AccountId }))).rejects.toMatchObject({
    name: "NoSuchPublicAccessBlockConfiguration",
    message: "The public access block configuration was not found",
  });
});

test("the JS SDK reads what it asked a job for, and how it goes", async () => {
  const put = await open
    .s3("alice")
    .send(new PutObjectCommand({ Bucket: "bucket-a", Key: "m.csv", Body: "bucket-a,m.csv" }));
  const asked = {
    Operation: {
      S3PutObjectCopy: {
        TargetResource: "arn:aws:s3:::bucket-b",
        TargetKeyPrefix: "copies",
        NewObjectMetadata: { UserMetadata: { color: "blue" }, ContentType: "text/csv" },
        NewObjectTagging: [{ Key: "a", Value: "b" }],
      },
    },
    Manifest: {
      Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] },
      Location: { ObjectArn: "arn:aws:s3:::bucket-a/m.csv", ETag: put.ETag },
    },
    Report: { Enabled: false },
    Priority: 7,
    RoleArn: `arn:aws:iam::${AccountId}:role/batch`,
    Description: "a <job>",
  } as const;
  const { Operation, Manifest, Report, Priority, RoleArn, Description } = asked;
  const { JobId } = await control.send(
    new CreateJobCommand({
      AccountId,
      ConfirmationRequired: true,
      Operation: {
        S3PutObjectCopy: {
          ...Operation.S3PutObjectCopy,
          NewObjectTagging: [...Operation.S3PutObjectCopy.NewObjectTagging],
        },
      },
      Manifest: {
        Spec: { ...Manifest.Spec, Fields: [...Manifest.Spec.Fields] },
        Location: Manifest.Location,
      },
      Report,
      Priority,
      RoleArn,
      Description,
      ClientRequestToken: "t",
    }),
  );
  const described = (Status: string): Promise<JobDescriptor | undefined> =>
    vi.waitFor(
      async () => {
        const { Job } = await control.send(new DescribeJobCommand({ AccountId, JobId }));
        expect(Job?.Status).toBe(Status);
        return Job;
      },
      { timeout: 20_000 },
    );
  expect(await described("Suspended")).toMatchObject({
    ...asked,
    JobId,
    JobArn: `arn:aws:s3:ap-northeast-1:${AccountId}:job/${JobId ?? ""}`,
    ConfirmationRequired: true,
    SuspendedCause: "AWAITING_CONFIRMATION",
    ProgressSummary: { TotalNumberOfTasks: 1 },
  });
  await control.send(new UpdateJobStatusCommand({ AccountId, JobId, RequestedJobStatus: "Ready" }));
  // The role may write there, and its tags it may not.
  const done = await described("Complete");
  expect(done?.ProgressSummary).toMatchObject({ NumberOfTasksFailed: 1 });
  const { Jobs } = await control.send(
    new ListJobsCommand({ AccountId, JobStatuses: ["Complete", "Failed"] }),
  );
  expect(Jobs).toMatchObject([{ JobId, Operation: "S3PutObjectCopy", Status: "Complete" }]);
});
