import { createHmac } from "node:crypto";
import { PutBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { percentEncode, readS3Error } from "../../src/aws/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask, type WireAnswer } from "./wire.ts";

let open: OpenLab;
beforeAll(async () => {
  open = await openLab();
  const s3 = open.s3("a");
  await s3.send(new PutObjectCommand({ Bucket: "dev-a", Key: "k", Body: "shared" }));
  await s3.send(
    new PutObjectCommand({
      Bucket: "dev-a",
      Key: "sealed",
      Body: "secret",
      ServerSideEncryption: "aws:kms",
    }),
  );
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

interface Presigned {
  readonly method: string;
  readonly path: string;
  /** As it is signed, where that is not the path. */
  readonly resource?: string;
  /** Parameters that are sent along, and headers of the query that are signed. */
  readonly query?: string;
  readonly amzHeaders?: readonly (readonly [string, string])[];
  readonly contentType?: string;
  readonly expires?: number;
}

const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

/** The query form as botocore makes it: headers that are signed stand in the query. */
function presignV2(profile: string, given: Presigned): string {
  const { accessKeyId, secretAccessKey, sessionToken } = open.credentialsOf(profile);
  const expires = String(given.expires ?? inAnHour());
  const token = sessionToken === undefined ? [] : [["x-amz-security-token", sessionToken] as const];
  const amzHeaders = [...(given.amzHeaders ?? []), ...token].sort();
  const text = [
    given.method,
    "",
    given.contentType ?? "",
    expires,
    ...amzHeaders.map(([name, value]) => `${name}:${value}`),
    given.resource ?? given.path,
  ].join("\n");
  const parameters = [
    ["AWSAccessKeyId", accessKeyId],
    ["Signature", createHmac("sha1", secretAccessKey).update(text).digest("base64")],
    ...(given.contentType === undefined ? [] : [["content-type", given.contentType]]),
    ...amzHeaders,
    ["Expires", expires],
  ].map(([name = "", value = ""]) => `${name}=${percentEncode(value)}`);
  const own = given.query === undefined ? [] : [given.query];
  return `${given.path}?${[...own, ...parameters].join("&")}`;
}

function send(profile: string, given: Presigned, body = ""): Promise<WireAnswer> {
  return ask(open.lab.port, { method: given.method, target: presignV2(profile, given), body });
}

test.each(["a", "b"])("a URL of version 2 carries the rights of who signed it: %s", async (who) => {
  const bucket = `dev-${who}`;
  const path = `/${bucket}/of-${who}`;
  const contentType = "text/plain";
  const amzHeaders = [["x-amz-meta-origin", "a form & more"]] as const;
  const put = await send(who, { method: "PUT", path, contentType, amzHeaders }, "by URL");
  expect(put.status).toBe(200);
  const got = await send(who, { method: "GET", path });
  expect(got).toMatchObject({ status: 200, body: "by URL" });
  expect(got.headers["content-type"]).toBe("text/plain");
  expect(got.headers["x-amz-meta-origin"]).toBe("a form & more");
  const other = await send(who === "a" ? "b" : "a", { method: "GET", path });
  expect(other.status).toBe(403);
  expect(readS3Error(other.body)?.code).toBe("AccessDenied");
});

test("overrides of the response are signed by their values", async () => {
  const query = "response-content-disposition=attachment%3B%20filename%3D%22a%2Bb.txt%22";
  const resource = '/dev-a/k?response-content-disposition=attachment; filename="a+b.txt"';
  const got = await send("a", { method: "GET", path: "/dev-a/k", query, resource });
  expect(got).toMatchObject({ status: 200, body: "shared" });
  expect(got.headers["content-disposition"]).toBe('attachment; filename="a+b.txt"');
});

test("the bucket of a virtual host is signed before the path", async () => {
  const target = presignV2("a", { method: "GET", path: "/k", resource: "/dev-a/k" });
  const headers = { host: `dev-a.localhost:${open.lab.port}` };
  const got = await ask(open.lab.port, { method: "GET", target, headers });
  expect(got).toMatchObject({ status: 200, body: "shared" });
});

test("the header form serves old clients", async () => {
  const { accessKeyId, secretAccessKey } = open.credentialsOf("b");
  const date = new Date().toUTCString();
  const text = `GET\n\n\n\nx-amz-date:${date}\n/dev-b/?location`;
  const signature = createHmac("sha1", secretAccessKey).update(text).digest("base64");
  const headers = { "x-amz-date": date, authorization: `AWS ${accessKeyId}:${signature}` };
  const got = await ask(open.lab.port, { method: "GET", target: "/dev-b/?location", headers });
  expect(got).toMatchObject({ status: 200 });
  expect(got.body).toContain("ap-northeast-1");
});

test.each([
  ["GET", []],
  ["PUT", [["x-amz-server-side-encryption", "aws:kms"]]],
] as const)("%s under a KMS key takes version 4", async (method, amzHeaders) => {
  const answer = await send("a", { method, path: "/dev-a/sealed", amzHeaders }, "");
  expect(answer.status).toBe(400);
  expect(readS3Error(answer.body)).toMatchObject({
    code: "InvalidArgument",
    message:
      "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.",
  });
  expect(answer.body).toContain("<ArgumentName>Authorization</ArgumentName>");
});

test("an expired URL and a changed one are refused, and nothing is stored by them", async () => {
  const expires = 1175139620;
  const path = "/dev-a/never";
  const expired = await send("a", { method: "PUT", path, expires }, "late");
  expect(expired.status).toBe(403);
  expect(expired.body).toContain("<Message>Request has expired</Message>");
  expect(expired.body).toContain("<Expires>2007-03-29T03:40:20Z</Expires>");
  expect(expired.body).toContain("<ServerTime>");
  const changed = await send("a", { method: "PUT", path, resource: "/dev-a/other" }, "forged");
  expect(changed.body).toContain("<Code>SignatureDoesNotMatch</Code>");
  expect(changed.body).toContain("<StringToSign>PUT\n");
  expect((await send("a", { method: "GET", path })).status).toBe(404);
});

test.each([
  ["s3:signatureversion", { StringEquals: { "s3:signatureversion": "AWS" } }],
  ["s3:authType", { StringEquals: { "s3:authType": "REST-QUERY-STRING" } }],
  ["s3:signatureAge, which is 0", { NumericEquals: { "s3:signatureAge": "0" } }],
])("a bucket's policy sees %s", async (_name, Condition) => {
  const Bucket = "dev-b";
  const deny = { Effect: "Deny", Principal: "*", Action: "s3:GetObject" };
  const Statement = [{ ...deny, Resource: "arn:aws:s3:::dev-b/watched", Condition }];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const s3 = open.s3("b");
  await s3.send(new PutObjectCommand({ Bucket, Key: "watched", Body: "x" }));
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const byUrl = await send("b", { method: "GET", path: "/dev-b/watched" });
  expect(byUrl.status).toBe(403);
  expect(byUrl.body).toContain("with an explicit deny in a resource-based policy");
  const credentials = open.credentialsOf("b");
  const target = "/dev-b/watched";
  expect((await ask(open.lab.port, { method: "GET", target, credentials })).status).toBe(200);
});
