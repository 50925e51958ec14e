import {
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteUserCommand,
} from "@aws-sdk/client-iam";
import { PutBucketEncryptionCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readWorldFile } from "../../src/app/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { arbitraryLabWorld } from "./arbitrary-lab-world.ts";
import { type OpenLab, openLab } from "./open-lab.ts";
import { servicesWorld } from "./services-world.ts";
import { storyWorld } from "./story-world.ts";
import { ask } from "./wire.ts";

function parsed(value: unknown): World {
  const result = parseWorld(value);
  return result.ok ? result.value : expect.fail(JSON.stringify(result.problems));
}

async function savedText(lab: Lab): Promise<string> {
  const { status, body } = await ask(lab.port, { method: "GET", target: "/_lab/world" });
  expect(status).toBe(200);
  return body;
}

/** What a lab of this world says of itself, and how it answers requests of everyone to everything. */
async function tellAndAsk(
  world: World,
): Promise<{ readonly text: string; readonly answers: readonly string[] }> {
  const lab = await startLab({ world });
  try {
    return { text: await savedText(lab), answers: await answersOf(lab, world) };
  } finally {
    await lab.close();
  }
}

const IAM = { service: "iam", region: "us-east-1" };

async function answersOf(lab: Lab, world: World): Promise<readonly string[]> {
  const buckets = Object.values(world.accounts).flatMap((account) =>
    Object.entries(account.buckets).map(([name, { region }]) => ({ name, region })),
  );
  const answers: string[] = [];
  for (const { profile, credentials } of lab.principals) {
    const questions = [
      ...buckets.flatMap(({ name, region }) => [
        { method: "GET", target: `/${name}?list-type=2`, region },
        { method: "PUT", target: `/${name}/x`, region },
        { method: "GET", target: `/${name}?policy`, region },
        { method: "GET", target: `/${name}?acl`, region },
        { method: "GET", target: `/${name}?versioning`, region },
        { method: "GET", target: `/${name}?lifecycle`, region },
        { method: "GET", target: `/${name}?object-lock`, region },
        { method: "GET", target: `/${name}?ownershipControls`, region },
        { method: "GET", target: `/${name}?publicAccessBlock`, region },
        { method: "GET", target: `/${name}?encryption`, region },
      ]),
      { method: "GET", target: "/?Action=ListUsers&Version=2010-05-08", ...IAM },
    ];
    for (const question of questions) {
      const { status, body } = await ask(lab.port, { ...question, credentials });
      const code = /<Code>(.*?)<\/Code>/.exec(body)?.[1] ?? "";
      const message = /<Message>(.*?)<\/Message>/.exec(body)?.[1] ?? "";
      answers.push(
        `${profile} ${question.method} ${question.target}: ${status} ${code} ${message}`,
      );
    }
  }
  return answers.sort();
}

const FULL = {
  organization: {
    id: "o-exampleorg1",
    managementAccount: "000000000000",
    root: "r-ab12",
    organizationalUnits: { "ou-ab12-workload": { accounts: ["111111111111"] } },
    serviceControlPolicies: {
      "p-denyacls": {
        name: "deny",
        targets: ["ou-ab12-workload"],
        policy: { Statement: [{ Effect: "Deny", Action: "s3:PutObjectAcl", Resource: "*" }] },
      },
    },
    withoutFullAWSAccess: ["000000000000"],
  },
  identityCenter: {
    region: "us-east-1",
    permissionSets: { Reader: { managedPolicies: ["ReadOnlyAccess"], boundary: "limits" } },
  },
  bucketDefaults: "legacy",
  accounts: {
    "000000000000": { name: "management" },
    "111111111111": {
      name: "a",
      canonicalId: "a".repeat(64),
      publicAccessBlock: { ignorePublicAcls: true },
      root: { profile: "root-a", credentials: { accessKeyId: "root", secretAccessKey: "s3cret" } },
      groups: { team: { path: "/teams/", managedPolicies: ["AmazonS3FullAccess"] } },
      users: {
        ann: {
          path: "/people/",
          groups: ["team"],
          tags: { Team: "blue" },
          boundary: "limits",
          endpoint: "vpce-1a2b3c4d",
        },
        bob: { credentials: "none", id: "AIDABOBBOBBOBBOBBOB11" },
      },
      policies: {
        limits: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
      },
      roles: {
        AWSReservedSSO_Reader_0123456789abcdef: {
          permissionSet: "Reader",
          sessions: { "ann@example.com": {} },
        },
        worker: {
          path: "/jobs/",
          trustPolicy: {
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::111111111111:user/people/ann" },
                Action: "sts:AssumeRole",
              },
            ],
          },
          sessions: {
            job: { policy: { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] } },
          },
        },
      },
      buckets: {
        "bucket-a": {
          region: "eu-west-1",
          acl: [{ grantee: "AllUsers", permission: "READ" }],
          requesterPays: true,
          accessPoints: {
            reports: {
              vpc: "vpc-1a2b3c4d",
              publicAccessBlock: {
                blockPublicAcls: true,
                ignorePublicAcls: true,
                blockPublicPolicy: false,
                restrictPublicBuckets: false,
              },
              policy: {
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: { AWS: "arn:aws:iam::111111111111:user/people/ann" },
                    Action: "s3:GetObject",
                    Resource: "arn:aws:s3:eu-west-1:111111111111:accesspoint/reports/object/*",
                  },
                ],
              },
            },
          },
          versioning: "Enabled",
          objectLock: { defaultRetention: { mode: "GOVERNANCE", days: 3 } },
          documents: { lifecycle: "<Rule><ID>x</ID><Status>Enabled</Status></Rule>" },
          encryption: { kmsKey: "alias/data", bucketKey: true },
          policy: {
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::111111111111:role/jobs/worker" },
                Action: "s3:*",
                Resource: "arn:aws:s3:::bucket-a/*",
              },
            ],
          },
        },
        "bucket-b": {
          region: "eu-west-1",
          objectOwnership: "none",
          publicAccessBlock: "none",
          blocksCustomerKeys: true,
          versioning: "Enabled",
          objectLock: { defaultRetention: { mode: "COMPLIANCE", years: 1 } },
        },
        "bucket-c": { region: "eu-west-1", versioning: "Enabled", objectLock: {} },
      },
      keys: {
        "1234abcd-12ab-34cd-56ef-1234567890ab": {
          region: "eu-west-1",
          alias: "alias/data",
          grants: [
            {
              id: "g1",
              granteePrincipal: "arn:aws:iam::111111111111:role/jobs/worker",
              operations: ["Decrypt"],
              encryptionContextSubset: { a: "b" },
            },
          ],
        },
        "1234abcd-12ab-34cd-56ef-1234567890ac": { state: "disabled" },
      },
      vpcEndpoints: { "vpce-1a2b3c4d": { region: "eu-west-1", type: "interface" } },
    },
  },
};

describe("a lab's world, loaded again, is the same lab", () => {
  test.each([
    ["the story", storyWorld],
    ["an organization", servicesWorld],
    ["everything that a world can say", () => parsed(FULL)],
  ])("%s", async (_name, world) => {
    const first = await tellAndAsk(world());
    const again = await tellAndAsk(parsed(parse(first.text)));
    expect(again).toEqual(first);
  });

  test("and so is every generated one", async () => {
    const property = fc.asyncProperty(arbitraryLabWorld, async (value) => {
      const first = await tellAndAsk(parsed(value));
      const again = await tellAndAsk(parsed(parse(first.text)));
      expect(again).toEqual(first);
    });
    await fc.assert(property, { numRuns: 8, seed: 7 });
  }, 60_000);

  test("what the file said is still said", async () => {
    const { text } = await tellAndAsk(parsed(FULL));
    const told = parsed(parse(text));
    const given = parsed(FULL);
    expect(told.organization).toEqual({
      ...given.organization,
      organizationalUnits: {
        "ou-ab12-workload": {
          name: "ou-ab12-workload",
          parent: "r-ab12",
          accounts: ["111111111111"],
        },
      },
    });
    expect(told.identityCenter).toEqual(given.identityCenter);
    const { buckets, keys, groups, vpcEndpoints, root } = given.accounts["111111111111"] ?? {};
    expect(told.accounts["111111111111"]).toMatchObject({
      buckets,
      keys,
      groups,
      vpcEndpoints,
      root,
    });
  });
});

test("a user that was made again is still another one than a policy names", async () => {
  const UserName = "newcomer";
  const open = await openLab();
  const iam = open.iam("b");
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  const statement = {
    Effect: "Allow",
    Principal: { AWS: User?.Arn },
    Action: "s3:ListBucket",
    Resource: "arn:aws:s3:::dev-b",
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await open.s3("b").send(new PutBucketPolicyCommand({ Bucket: "dev-b", Policy }));
  await iam.send(new DeleteUserCommand({ UserName }));
  const again = await iam.send(new CreateUserCommand({ UserName }));
  const saved = parsed(parse(await savedText(open.lab)));
  await open.close();

  const account = saved.accounts["222222222222"];
  expect(account?.buckets["dev-b"]?.policy).toContain(User?.UserId);
  expect(account?.users[UserName]).toMatchObject({ id: again.User?.UserId, hasNoKeys: true });
  const { text } = await tellAndAsk(saved);
  expect(parsed(parse(text))).toEqual(saved);
});

describe("what has changed since the start", () => {
  let directory: string;
  let open: OpenLab;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "sluice-world-"));
    open = await openLab();
    const iam = open.iam("root-like");
    await iam.send(new CreateGroupCommand({ GroupName: "writers" }));
    await iam.send(new CreateAccessKeyCommand({ UserName: "writer" }));
    await open.s3("a").send(
      new PutBucketEncryptionCommand({
        Bucket: "dev-a",
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms:dsse" } }],
        },
      }),
    );
  });
  afterAll(async () => {
    await open.close();
    await rm(directory, { recursive: true });
  });

  test("is in the saved file, which only its owner may read", async () => {
    const path = join(directory, "world.yaml");
    const line = ["world", "save", "--endpoint", open.lab.url, "--out", path];
    expect(await sluiceInProcess(line)).toMatchObject({ exit: 0, stdout: `wrote ${path}\n` });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const world = await readWorldFile(path);
    expect(world.accounts["111111111111"]?.groups).toEqual({
      writers: { path: "/", managedPolicies: [], inlinePolicies: {} },
    });
    expect(world.accounts["111111111111"]?.users["writer"]?.credentials).toEqual(
      open.credentialsOf("writer"),
    );
  });

  test("stands in a comment where a world cannot say it", async () => {
    const { stdout } = await sluiceInProcess(["world", "save", "--endpoint", open.lab.url]);
    expect(stdout).toMatch(
      /^# not in this file: arn:aws:iam::111111111111:user\/writer: the further access key `\w+`$/m,
    );
    expect(stdout).toContain(
      "\n# not in this file: bucket `dev-a`: that it encrypts in two layers\n",
    );
  });

  test("policies are blocks of their own lines", async () => {
    const { stdout } = await sluiceInProcess(["world", "save", "--endpoint", open.lab.url]);
    expect(stdout).toContain('write: |-\n            {\n              "Version": "2012-10-17",');
  });

  test("nobody but programs of this machine may read it", async () => {
    const headers = { origin: "https://example.com" };
    const { status, body } = await ask(open.lab.port, {
      method: "GET",
      target: "/_lab/world",
      headers,
    });
    expect(status).toBe(403);
    expect(body).not.toContain("secretAccessKey");
  });

  test.each(["cross-site", "same-site", "anything"])("no page that is %s", async (site) => {
    const headers = { "sec-fetch-site": site };
    const question = { method: "GET", target: "/_lab/world", headers };
    const { status, body } = await ask(open.lab.port, question);
    expect({ status, body }).toEqual({
      status: 403,
      body: expect.not.stringContaining("secretAccessKey") as string,
    });
  });

  test.each(["none", "same-origin"])(
    "the reader's own browser may, which says %s",
    async (site) => {
      const headers = { "sec-fetch-site": site };
      const question = { method: "GET", target: "/_lab/world", headers };
      expect((await ask(open.lab.port, question)).status).toBe(200);
    },
  );

  test("a lab that is not there is said to be not there", async () => {
    const path = join(directory, "none.yaml");
    const line = ["world", "save", "--endpoint", "http://127.0.0.1:1", "--out", path];
    const { exit, stderr } = await sluiceInProcess(line);
    expect(exit).toBe(2);
    expect(stderr).toContain("nothing answers there");
    await expect(readFile(path)).rejects.toThrow("ENOENT");
  });
});
