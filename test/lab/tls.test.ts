import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Agent, request as openRequest } from "node:https";
import { connect as connectTls } from "node:tls";
import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LabTls } from "../../src/lab/index.ts";
import { awsCliIsLeftOut, findAwsCli, openAwsShell } from "../support/aws-cli.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask, readAnswer, signedHeaders, type WireAnswer } from "./wire.ts";

let open: OpenLab;
let tls: LabTls;
let ca: string;
beforeAll(async () => {
  open = await openLab({ tlsPort: 0 });
  if (open.lab.tls === undefined) throw new Error("the lab does not speak HTTPS");
  tls = open.lab.tls;
  ca = await readFile(tls.caPath, "utf8");
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

/** The certificate that a name is shown to whoever trusts the lab's authority; empty for an address. */
function certificateFor(servername: string): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: tls.port, ca, servername };
    const socket = connectTls(options, () => {
      const shown = socket.getPeerX509Certificate();
      socket.destroy();
      if (shown === undefined) reject(new Error("no certificate"));
      else resolve(shown);
    });
    socket.on("error", reject);
  });
}

function askOverTls(target: string, host: string): Promise<WireAnswer> {
  const credentials = open.credentialsOf("a");
  const headers = signedHeaders(tls.port, {
    method: "GET",
    target,
    credentials,
    headers: { host: `${host}:${tls.port}` },
  });
  return new Promise((resolve, reject) => {
    const agent = new Agent({ ca, servername: host });
    const where = { host: "127.0.0.1", port: tls.port, path: target, headers, agent };
    const outgoing = openRequest(where, (incoming) => {
      readAnswer(incoming).then(resolve, reject);
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

test.each([
  "localhost",
  "dev-a.localhost",
  "a.b.s3.localhost",
  "111111111111.s3-control.localhost",
])("%s has a certificate of its own", async (name) => {
  const shown = await certificateFor(name);
  expect(shown.checkHost(name)).toBe(name);
  expect(shown.verify(new X509Certificate(ca).publicKey)).toBe(true);
});

test("addresses have one too, and a foreign name gets none", async () => {
  expect((await certificateFor("")).checkIP("127.0.0.1")).toBe("127.0.0.1");
  await expect(certificateFor("example.com")).rejects.toThrow("does not match certificate");
});

test("the authority signs servers only, and its key is for its owner's eyes", async () => {
  const authority = new X509Certificate(ca);
  expect(authority.ca).toBe(true);
  expect(authority.checkIssued(authority)).toBe(true);
  expect((await certificateFor("localhost")).ca).toBe(false);
});

test("buckets of virtual hosts are found over both", async () => {
  const host = "dev-a.localhost";
  const credentials = open.credentialsOf("a");
  const headers = { host: `${host}:${open.lab.port}` };
  const put = { method: "PUT", target: "/k", body: "x", headers, credentials };
  expect((await ask(open.lab.port, put)).status).toBe(200);
  expect(await askOverTls("/k", host)).toMatchObject({ status: 200, body: "x" });
});

// Sources: IAM User Guide, aws:SecureTransport; S3 User Guide, Requiring a minimum TLS version.
test.each([
  ["aws:SecureTransport", { Bool: { "aws:SecureTransport": "false" } }],
  ["s3:TlsVersion", { Null: { "s3:TlsVersion": "true" } }],
  ["s3:TlsVersion, as a number", { NumericLessThanIfExists: { "s3:TlsVersion": "1.2" } }],
])("policies see which requests came over TLS: %s", async (_name, Condition) => {
  const Statement = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::dev-a/sealed/*",
    Condition,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await open.s3("a").send(new PutBucketPolicyCommand({ Bucket: "dev-a", Policy }));
  const credentials = open.credentialsOf("a");
  const target = "/dev-a/sealed/k";
  await ask(open.lab.port, { method: "PUT", target, body: "x", credentials });
  expect((await ask(open.lab.port, { method: "GET", target, credentials })).status).toBe(403);
  expect((await askOverTls(target, "localhost")).status).toBe(200);
});

const aws = await findAwsCli();
describe.skipIf(awsCliIsLeftOut(aws))("the AWS CLI over TLS", () => {
  test("puts with a checksum behind the body, which is held against it", async () => {
    const endpoint = tls.url.replace("127.0.0.1", "localhost");
    const shell = await openAwsShell({
      binary: aws ?? "",
      endpointUrl: endpoint,
      awsConfig: open.lab.awsConfig(),
    });
    const script = `
      printf 'over TLS' > f
      aws s3api put-object --bucket dev-a --key tls --body f --debug 2> log || { tail -5 log >&2; exit 9; }
      grep -q STREAMING-UNSIGNED-PAYLOAD-TRAILER log
      aws s3api head-object --bucket dev-a --key tls --checksum-mode ENABLED --query ChecksumCRC32
      aws s3 cp s3://dev-a/tls -`;
    const { stdout, stderr, exit } = await shell.run("a", script);
    await shell.close();
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toContain('"XVOMPA=="');
    expect(stdout.endsWith("over TLS")).toBe(true);
  });
});
