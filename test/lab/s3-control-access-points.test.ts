import { Agent } from "node:http";
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { escapeXml, readS3Error } from "../../src/aws/index.ts";
import { askControl, elementIn } from "./ask-control.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { s3ControlWorld } from "./s3-control-world.ts";
import { ask, type WireAnswer } from "./wire.ts";

const ARN = "arn:aws:s3:ap-northeast-1:111111111111:accesspoint/prod";
const VPC = "vpc-0123456789abcdef0";

let open: OpenLab;
beforeEach(async () => {
  open = await openLab({ world: s3ControlWorld() });
  const alice = open.s3("alice");
  for (const Key of ["shared/k", "secret/k"]) {
    await alice.send(new PutObjectCommand({ Bucket: "bucket-a", Key, Body: Key }));
  }
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

/** Asks as the administrator of the access points' account. */
function control(method: string, path: string, body?: string): Promise<WireAnswer> {
  return askControl(open, {
    profile: "alice",
    method,
    path,
    ...(body !== undefined && { body }),
  });
}

function create(name: string, more = "", bucket = "bucket-a"): Promise<WireAnswer> {
  const root = "CreateAccessPointRequest";
  return control(
    "PUT",
    `accesspoint/${name}`,
    `<${root}><Bucket>${bucket}</Bucket>${more}</${root}>`,
  );
}

function putPolicy(name: string, statement: object): Promise<WireAnswer> {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const root = "PutAccessPointPolicyRequest";
  return control(
    "PUT",
    `accesspoint/${name}/policy`,
    `<${root}><Policy>${escapeXml(policy)}</Policy></${root}>`,
  );
}

/** An unmodified SDK that is told an endpoint; names under it are the lab, as `localhost` is on many machines. */
function named(profile: string): S3Client {
  const httpAgent = new Agent({
    lookup: (_name, _options, found) => {
      found(null, [{ address: "127.0.0.1", family: 4 }]);
    },
  });
  return open.s3(profile, {
    endpoint: `http://localhost:${open.lab.port}`,
    forcePathStyle: false,
    requestHandler: { httpAgent },
  });
}

async function read(client: S3Client, Bucket: string, Key: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? "";
}

const shared = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::222222222222:user/bob" },
  Action: "s3:GetObject",
  Resource: `${ARN}/object/shared/*`,
};

/** S3 User Guide, Configuring IAM policies for using access points: delegating access control. */
async function delegate(account = "111111111111"): Promise<void> {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "s3:*",
    Resource: ["arn:aws:s3:::bucket-a", "arn:aws:s3:::bucket-a/*"],
    Condition: { StringEquals: { "s3:DataAccessPointAccount": account } },
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await open.s3("alice").send(new PutBucketPolicyCommand({ Bucket: "bucket-a", Policy }));
}

test("another account's user needs the access point's policy and the bucket's, and has no other way in", async () => {
  const bob = named("bob");
  const denied = { name: "AccessDenied" };
  await create("prod");
  await expect(read(bob, ARN, "shared/k")).rejects.toMatchObject(denied);
  expect(await putPolicy("prod", shared)).toMatchObject({ status: 200 });
  await expect(read(bob, ARN, "shared/k")).rejects.toMatchObject(denied);
  await delegate();
  expect(await read(bob, ARN, "shared/k")).toBe("shared/k");
  await expect(read(bob, ARN, "secret/k")).rejects.toMatchObject(denied);
  await expect(read(bob, "bucket-a", "shared/k")).rejects.toMatchObject(denied);
  await control("DELETE", "accesspoint/prod/policy");
  await expect(read(bob, ARN, "shared/k")).rejects.toMatchObject(denied);
});

test("another account may have an access point of a bucket whose policy lets it", async () => {
  const root = "CreateAccessPointRequest";
  const body = `<${root}><Bucket>bucket-a</Bucket><BucketAccountId>111111111111</BucketAccountId></${root}>`;
  const path = "accesspoint/prod";
  const made = { profile: "bob", method: "PUT", path, account: "222222222222", body };
  expect(await askControl(open, made)).toMatchObject({ status: 200 });
  const arn = ARN.replace("111111111111", "222222222222");
  const get = (): Promise<string> => read(named("bob"), arn, "shared/k");
  await expect(get()).rejects.toMatchObject({ name: "AccessDenied" });
  await delegate();
  await expect(get()).rejects.toMatchObject({ name: "AccessDenied" });
  await delegate("222222222222");
  expect(await get()).toBe("shared/k");
});

test("a denial by an access point names its ARN", async () => {
  await create("prod");
  await expect(read(named("guest"), ARN, "shared/k")).rejects.toMatchObject({
    message: `User: arn:aws:iam::111111111111:user/guest is not authorized to perform: s3:GetObject on resource: "${ARN}/object/shared/k" because no identity-based policy allows the s3:GetObject action`,
  });
});

test("its alias stands for a bucket's name, in paths, in hosts and as the source of a copy", async () => {
  const alias = elementIn(await create("prod"), "Alias");
  expect(alias).toMatch(/^prod-[a-z0-9]{34}-s3alias$/);
  const alice = open.s3("alice");
  expect(await read(alice, alias, "shared/k")).toBe("shared/k");
  expect(await read(named("alice"), alias, "shared/k")).toBe("shared/k");
  const { Contents } = await alice.send(new ListObjectsV2Command({ Bucket: alias }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["secret/k", "shared/k"]);
  expect(await alice.send(new HeadBucketCommand({ Bucket: alias }))).toMatchObject({
    AccessPointAlias: true,
  });
  for (const CopySource of [`${alias}/shared/k`, `${ARN}/object/shared/k`]) {
    await alice.send(new CopyObjectCommand({ Bucket: alias, Key: "copy", CopySource }));
  }
  expect(await read(alice, "bucket-a", "copy")).toBe("shared/k");
});

test("it takes objects and no settings of its bucket, which cannot be deleted before it", async () => {
  const alias = elementIn(await create("prod", "", "logs-111111111111"), "Alias");
  const alice = open.s3("alice");
  await alice.send(new GetBucketLocationCommand({ Bucket: alias }));
  await expect(alice.send(new GetBucketPolicyCommand({ Bucket: alias }))).rejects.toMatchObject({
    name: "MethodNotAllowed",
  });
  const remove = (): Promise<unknown> =>
    alice.send(new DeleteBucketCommand({ Bucket: "logs-111111111111" }));
  await expect(remove()).rejects.toMatchObject({ name: "BucketHasAccessPointsAttached" });
  await control("DELETE", "accesspoint/prod");
  await remove();
});

test("where only an endpoint is told, a bucket of the name comes before an access point", async () => {
  await create("logs");
  const get = async (host: string): Promise<string | undefined> => {
    const answer = await ask(open.lab.port, {
      method: "GET",
      target: "/shared/k",
      headers: { host: `logs-111111111111${host}` },
      credentials: open.credentialsOf("alice"),
    });
    return answer.status === 200 ? answer.body : readS3Error(answer.body)?.code;
  };
  expect(await get(".localhost")).toBe("NoSuchKey");
  expect(await get(".s3-accesspoint.localhost")).toBe("shared/k");
  expect(await get(".s3-accesspoint.ap-northeast-1.localhost")).toBe("shared/k");
  expect(await get(".s3-accesspoint.us-east-1.localhost")).toBe("NoSuchBucket");
});

test("one for a VPC opens only from there, and is never public", async () => {
  const made = await create("prod", `<VpcConfiguration><VpcId>${VPC}</VpcId></VpcConfiguration>`);
  const alias = elementIn(made, "Alias");
  const get = async (host: string): Promise<number> => {
    const credentials = open.credentialsOf("alice");
    const target = `/${alias}/shared/k`;
    return (await ask(open.lab.port, { method: "GET", target, headers: { host }, credentials }))
      .status;
  };
  expect(await get("127.0.0.1")).toBe(403);
  expect(await get("vpce-0123456789abcdef0.localhost")).toBe(200);
  expect(await putPolicy("prod", { ...shared, Principal: "*" })).toMatchObject({ status: 200 });
  const status = await control("GET", "accesspoint/prod/policyStatus");
  expect(elementIn(status, "IsPublic")).toBe("false");
  expect(elementIn(await control("GET", "accesspoint/prod"), "VpcId")).toBe(VPC);
});

test("it blocks public policies of its own unless it is made otherwise", async () => {
  const blocking = (flag: string): string =>
    `<PublicAccessBlockConfiguration><BlockPublicPolicy>${flag}</BlockPublicPolicy></PublicAccessBlockConfiguration>`;
  await create("prod");
  const blocked = await putPolicy("prod", { ...shared, Principal: "*" });
  expect(readS3Error(blocked.body)).toMatchObject({
    code: "AccessDenied",
    message: expect.stringContaining("BlockPublicPolicy") as unknown,
  });
  await control("DELETE", "accesspoint/prod");
  await create("prod", blocking("false"));
  // The bucket blocks as well.
  expect(await putPolicy("prod", { ...shared, Principal: "*" })).toMatchObject({ status: 403 });
  expect(await putPolicy("prod", shared)).toMatchObject({ status: 200 });
});

test("of another account's access point the bucket blocks no public policy, that account does", async () => {
  const bob = { profile: "bob", account: "222222222222", method: "PUT" };
  const root = "CreateAccessPointRequest";
  const free = `<PublicAccessBlockConfiguration><BlockPublicPolicy>false</BlockPublicPolicy></PublicAccessBlockConfiguration>`;
  const body = `<${root}><Bucket>bucket-a</Bucket>${free}<BucketAccountId>111111111111</BucketAccountId></${root}>`;
  await askControl(open, { ...bob, path: "accesspoint/prod", body });
  const statement = {
    ...shared,
    Principal: "*",
    Resource: shared.Resource.replace("111111111111", "222222222222"),
  };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  const put = async (): Promise<number> => {
    const document = `<PutAccessPointPolicyRequest><Policy>${policy}</Policy></PutAccessPointPolicyRequest>`;
    const path = "accesspoint/prod/policy";
    return (await askControl(open, { ...bob, path, body: document })).status;
  };
  expect(await put()).toBe(200);
  const block = `<PublicAccessBlockConfiguration><BlockPublicPolicy>true</BlockPublicPolicy></PublicAccessBlockConfiguration>`;
  await askControl(open, { ...bob, path: "configuration/publicAccessBlock", body: block });
  expect(await put()).toBe(403);
});

test("its policy must be about it", async () => {
  await create("prod");
  const answer = await putPolicy("prod", { ...shared, Resource: "arn:aws:s3:::bucket-a/*" });
  expect(readS3Error(answer.body)).toMatchObject({
    code: "MalformedPolicy",
    message: "Policy has invalid resource",
  });
});
