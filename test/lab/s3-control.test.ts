import { request } from "node:http";
import {
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { S3_CONTROL_OPERATIONS } from "../../src/lab/s3-control/operations.ts";
import { type AwsShell, awsCliIsLeftOut, findAwsCli, openAwsShell } from "../support/aws-cli.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { s3ControlWorld } from "./s3-control-world.ts";
import { ask, signedHeaders, type WireAnswer } from "./wire.ts";

const BLOCK = "/v20180820/configuration/publicAccessBlock";
const PUBLIC = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::bucket-a/*",
    },
  ],
});

let open: OpenLab;
beforeEach(async () => {
  open = await openLab({ world: s3ControlWorld() });
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

/** Asks about Block Public Access of the whole account. */
function askBlock(method: string, body?: string): Promise<WireAnswer> {
  return ask(open.lab.port, {
    method,
    target: BLOCK,
    headers: { "x-amz-account-id": "111111111111" },
    ...(body !== undefined && { body }),
    credentials: open.credentialsOf("alice"),
  });
}

function blockAccount(flag: string): Promise<WireAnswer> {
  const root = "PublicAccessBlockConfiguration";
  return askBlock("PUT", `<${root}><${flag}>true</${flag}></${root}>`);
}

test("what an account blocks holds for its buckets at once, though they block nothing", async () => {
  const alice = open.s3("alice");
  const Bucket = "bucket-a";
  await alice.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await alice.send(new PutObjectCommand({ Bucket, Key: "k", Body: "v" }));
  const put = (): Promise<unknown> =>
    alice.send(new PutBucketPolicyCommand({ Bucket, Policy: PUBLIC }));
  const anonymous = async (): Promise<number> =>
    (await ask(open.lab.port, { method: "GET", target: "/bucket-a/k" })).status;
  await put();
  expect(await anonymous()).toBe(200);
  await blockAccount("RestrictPublicBuckets");
  expect(await anonymous()).toBe(403);
  await blockAccount("BlockPublicPolicy");
  expect(await anonymous()).toBe(200);
  await expect(put()).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("BlockPublicPolicy") as unknown,
  });
  await askBlock("DELETE");
  await put();
});

test("a client with a proxy sends the whole URL, and is answered as one without", async () => {
  const question = {
    method: "GET",
    target: BLOCK,
    headers: { "x-amz-account-id": "111111111111", host: "111111111111.127.0.0.1" },
    credentials: open.credentialsOf("alice"),
  };
  const headers = signedHeaders(open.lab.port, question);
  const status = await new Promise((resolve, reject) => {
    const path = `http://111111111111.127.0.0.1${BLOCK}`;
    request({ host: "127.0.0.1", port: open.lab.port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(status).toBe(404);
});

const binary = await findAwsCli();
const cli = test.skipIf(awsCliIsLeftOut(binary));

describe("with the real AWS CLI, for which the lab is a proxy where a bucket is an ARN", () => {
  let shell: AwsShell;
  beforeEach(async () => {
    shell = await openAwsShell({
      binary: binary ?? "aws",
      endpointUrl: open.lab.url,
      awsConfig: open.lab.awsConfig(),
    });
  });
  afterEach(async () => {
    await shell.close();
  });

  cli("Block Public Access of an account is put, read and deleted", async () => {
    const done = await shell.run(
      "alice",
      `control_url="http://account@\${LAB_URL#http://}"
       control() { command "$AWS_BINARY" --endpoint-url "$control_url" s3control "$@" --account-id 111111111111; }
       control put-public-access-block \\
         --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true
       control get-public-access-block --output text \\
         --query 'PublicAccessBlockConfiguration.[BlockPublicAcls,RestrictPublicBuckets]'
       control delete-public-access-block
       control get-public-access-block || true`,
    );
    expect(done).toMatchObject({ exit: 0, stdout: "True\tFalse\n" });
    expect(done.stderr).toContain(
      "(NoSuchPublicAccessBlockConfiguration) when calling the GetPublicAccessBlock operation",
    );
  });

  cli("an access point is made, used by its ARN and by its alias, listed and deleted", async () => {
    const done = await shell.run(
      "alice",
      `export HTTP_PROXY="$LAB_URL"
       control() { aws s3control "$@" --account-id 111111111111; }
       printf hello > file
       alias=$(control create-access-point --name prod --bucket bucket-a --query Alias --output text)
       arn=arn:aws:s3:ap-northeast-1:111111111111:accesspoint/prod
       aws s3 cp --quiet file "s3://$arn/by-arn"
       aws s3 cp --quiet "s3://$alias/by-arn" "s3://$alias/by-alias"
       aws s3 cp --quiet "s3://$arn/by-alias" -
       echo
       aws s3api list-objects-v2 --bucket "$arn" --query 'Contents[].Key' --output text
       control get-access-point --name prod --query '[Bucket,NetworkOrigin]' --output text
       control delete-access-point --name prod
       control list-access-points --query 'length(AccessPointList)'`,
    );
    expect(done).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: "hello\nby-alias\tby-arn\nbucket-a\tInternet\n0\n",
    });
  });

  cli("a job is created, described until it is complete, and its report is there", async () => {
    const done = await shell.run(
      "alice",
      `control_url="http://account@\${LAB_URL#http://}"
       control() { command "$AWS_BINARY" --endpoint-url "$control_url" s3control "$@" --account-id 111111111111; }
       printf 'bucket-a,k\n' > manifest.csv
       aws s3 cp --quiet manifest.csv s3://bucket-a/k
       aws s3 cp --quiet manifest.csv s3://bucket-a/manifest.csv
       etag=$(aws s3api head-object --bucket bucket-a --key manifest.csv --query ETag --output text)
       id=$(control create-job --priority 1 --no-confirmation-required \
         --role-arn arn:aws:iam::111111111111:role/batch \
         --operation '{"S3PutObjectCopy":{"TargetResource":"arn:aws:s3:::bucket-b"}}' \
         --report 'Bucket=arn:aws:s3:::reports,Format=Report_CSV_20180820,Enabled=true,ReportScope=AllTasks' \
         --manifest '{"Spec":{"Format":"S3BatchOperations_CSV_20180820","Fields":["Bucket","Key"]},
           "Location":{"ObjectArn":"arn:aws:s3:::bucket-a/manifest.csv","ETag":'"$etag"'}}' \
         --query JobId --output text)
       status=New
       while [ "$status" != Complete ] && [ "$status" != Failed ]; do
         status=$(control describe-job --job-id "$id" --query Job.Status --output text)
       done
       control describe-job --job-id "$id" --output text \
         --query 'Job.[Status,ProgressSummary.NumberOfTasksSucceeded,Operation.S3PutObjectCopy.TargetResource]'
       aws s3 cp --quiet "s3://reports/job-$id/manifest.json" - | grep -c succeeded`,
    );
    expect(done).toMatchObject({
      exit: 0,
      stderr: "",
      stdout: "Complete\t1\tarn:aws:s3:::bucket-b\n1\n",
    });
  });
});

const JUNK = ["", "<", "<a/>", "\0", "x".repeat(3000), "😀", "..", "%2e%2e", "-1", "1e9"];

test.each(S3_CONTROL_OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "%s answers junk with an error of its own",
  async (_name, { method, path, parameters = [] }) => {
    const statuses = new Set<number>();
    for (const junk of JUNK) {
      const word = encodeURIComponent(junk).slice(0, 2000);
      const query = parameters.map((name) => `${name}=${word}`).join("&");
      for (const region of ["ap-northeast-1", "x".repeat(900)]) {
        const answer = await ask(open.lab.port, {
          method,
          target: `/v20180820/${path.replace("{name}", word)}?${query}`,
          headers: { "x-amz-account-id": "111111111111" },
          region,
          body: junk,
          credentials: open.credentialsOf("alice"),
        });
        statuses.add(answer.status);
      }
    }
    expect([...statuses].filter((status) => status === 500)).toEqual([]);
  },
);
