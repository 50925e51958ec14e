import { afterEach, beforeEach, expect, test } from "vitest";
import { askLab, type LabAnswer, type LabQuestion } from "../support/lab-request.ts";
import { openServices, type OpenServices } from "./open-services.ts";

let open: OpenServices;
beforeEach(async () => {
  open = await openServices();
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

function ec2(profile: string, form: Readonly<Record<string, string>>): Promise<LabAnswer> {
  const body = new URLSearchParams({ Version: "2016-11-15", ...form }).toString();
  return askLab(open.lab.port, {
    credentials: open.credentialsOf(profile),
    method: "POST",
    target: "/",
    service: "ec2",
    region: "ap-northeast-1",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  });
}

function inner(xml: string, name: string): string {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  if (found === undefined) throw new Error(`no \`${name}\` in ${xml}`);
  return found;
}

function get(profile: string, port: number): Promise<LabAnswer> {
  return askLab(port, {
    credentials: open.credentialsOf(profile),
    method: "GET",
    target: "/bucket-a?list-type=2",
    region: "ap-northeast-1",
  });
}

/** An endpoint and the port of its own. */
async function makeEndpoint(): Promise<{ readonly id: string; readonly port: number }> {
  const vpc = inner(
    (await ec2("alice", { Action: "CreateVpc", CidrBlock: "10.0.0.0/16" })).body,
    "vpcId",
  );
  const made = await ec2("alice", {
    Action: "CreateVpcEndpoint",
    VpcId: vpc,
    ServiceName: "com.amazonaws.ap-northeast-1.s3",
  });
  const id = inner(made.body, "vpcEndpointId");
  const described = await ec2("alice", {
    Action: "DescribeVpcEndpoints",
    "VpcEndpointId.1": id,
  });
  const port = /<dnsName>127\.0\.0\.1:(\d+)<\/dnsName>/.exec(described.body)?.[1];
  return { id, port: Number(port) };
}

const onlyVersions = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:ListBucketVersions", Resource: "*" }],
});

test("a request through an endpoint's port meets the endpoint's policy", async () => {
  const { id, port } = await makeEndpoint();
  expect((await get("alice", port)).status).toBe(200);
  const modified = await ec2("alice", {
    Action: "ModifyVpcEndpoint",
    VpcEndpointId: id,
    PolicyDocument: onlyVersions,
  });
  expect(inner(modified.body, "return")).toBe("true");
  const refused = await get("alice", port);
  expect(refused.status).toBe(403);
  expect(refused.message).toContain(
    "because no VPC endpoint policy allows the s3:ListBucket action",
  );
  expect((await get("alice", open.lab.port)).status).toBe(200);
  await ec2("alice", { Action: "ModifyVpcEndpoint", VpcEndpointId: id, ResetPolicy: "true" });
  expect((await get("alice", port)).status).toBe(200);
});

test("a request through an endpoint's port carries its condition keys", async () => {
  const { id, port } = await makeEndpoint();
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::bucket-a",
        Condition: { StringNotEquals: { "aws:SourceVpce": id } },
      },
    ],
  });
  const put = await askLab(open.lab.port, {
    credentials: open.credentialsOf("alice"),
    method: "PUT",
    target: "/bucket-a?policy",
    region: "ap-northeast-1",
    body: Policy,
  });
  expect(put.status).toBe(204);
  expect((await get("alice", port)).status).toBe(200);
  expect((await get("alice", open.lab.port)).status).toBe(403);
});

/** A request of alice's, signed for the region of what it names. */
function sendTo(
  port: number,
  region: string,
  question: Pick<LabQuestion, "method" | "target" | "headers" | "body">,
): Promise<LabAnswer> {
  return askLab(port, { credentials: open.credentialsOf("alice"), region, ...question });
}

test("an endpoint opens no buckets of other regions, nor copies from them", async () => {
  const { port } = await makeEndpoint();
  const location =
    "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
  const put = { method: "PUT", body: "x" };
  await sendTo(open.lab.port, "eu-west-1", { method: "PUT", target: "/far-away", body: location });
  await sendTo(open.lab.port, "eu-west-1", { ...put, target: "/far-away/k" });
  const refused = {
    status: 403,
    code: "AccessDenied",
    message: "VPC endpoints do not support cross-region requests",
  };
  const list = { method: "GET", target: "/far-away?list-type=2" };
  const copy = {
    method: "PUT",
    target: "/bucket-a/k",
    headers: { "x-amz-copy-source": "/far-away/k" },
  };
  expect(await sendTo(port, "eu-west-1", list)).toMatchObject(refused);
  expect(await sendTo(port, "ap-northeast-1", copy)).toMatchObject(refused);
  expect((await sendTo(open.lab.port, "eu-west-1", list)).status).toBe(200);
  expect((await sendTo(open.lab.port, "ap-northeast-1", copy)).status).toBe(200);
});

test("a deleted endpoint is gone, and its port with it", async () => {
  const { id, port } = await makeEndpoint();
  const deleted = await ec2("alice", { Action: "DeleteVpcEndpoints", "VpcEndpointId.1": id });
  expect(deleted.body).toContain("<unsuccessful></unsuccessful>");
  const described = await ec2("alice", { Action: "DescribeVpcEndpoints", "VpcEndpointId.1": id });
  expect(described.code).toBe("InvalidVpcEndpointId.NotFound");
  await expect(get("alice", port)).rejects.toThrow();
});

test("who may not is told by EC2's own code, and what lacks is named", async () => {
  const denied = await ec2("guest", { Action: "DescribeVpcs" });
  expect(denied).toMatchObject({
    status: 403,
    code: "UnauthorizedOperation",
    message:
      "You are not authorized to perform this operation. User: arn:aws:iam::111111111111:user/guest is not authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action",
  });
  const lacking = await ec2("alice", { Action: "DescribeInstances" });
  expect(lacking.code).toBe("InvalidAction");
  expect(lacking.message).toContain("`ec2:DescribeInstances` is not implemented by this lab");
});

test("filters choose, and unknown ones are refused", async () => {
  const { id } = await makeEndpoint();
  const filtered = (name: string, value: string): Promise<LabAnswer> =>
    ec2("alice", {
      Action: "DescribeVpcEndpoints",
      "Filter.1.Name": name,
      "Filter.1.Value.1": value,
    });
  expect((await filtered("vpc-endpoint-type", "Gateway")).body).toContain(id);
  expect((await filtered("vpc-endpoint-type", "Interface")).body).not.toContain(id);
  expect((await filtered("color", "red")).code).toBe("InvalidParameterValue");
});
