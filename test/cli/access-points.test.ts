import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { askLab } from "../support/lab-request.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

const REGION = "us-west-2";
const POINT = `arn:aws:s3:${REGION}:222222222222:accesspoint/reports`;
const VPC_POINT = `arn:aws:s3:${REGION}:222222222222:accesspoint/inside`;

const SHOWN = `arn:aws:s3:${REGION}:222222222222:accesspoint/shown`;
const PUBLIC = {
  Version: "2012-10-17",
  Statement: [
    {
      ...{ Sid: "Open", Effect: "Allow", Principal: "*", Action: "s3:GetObject" },
      Resource: `${SHOWN}/object/shown/*`,
    },
  ],
};

let lab: Lab;
let home: string;
let alias: string;

beforeAll(async () => {
  lab = await startLabOf({
    accounts: {
      "111111111111": {
        users: {
          ann: {
            profile: "ann",
            inlinePolicies: {
              own: {
                Version: "2012-10-17",
                Statement: [
                  { Effect: "Allow", Action: "iam:*", Resource: "*" },
                  { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::copy-*" },
                ],
              },
            },
          },
        },
        buckets: { "copy-111111111111": { region: REGION } },
      },
      "222222222222": {
        users: { bob: { profile: "bob", managedPolicies: ["AdministratorAccess"] } },
        buckets: {
          "data-222222222222": {
            region: REGION,
            accessPoints: {
              reports: {},
              inside: { vpc: "vpc-1a2b3c4d" },
              shown: { policy: PUBLIC, publicAccessBlock: { blockPublicPolicy: true } },
            },
          },
        },
      },
    },
  });
  home = await openHome(lab.awsConfig());
  await askAsBob("PUT", "/data-222222222222/x/k");
  const told = await askAsBob("GET", "/v20180820/accesspoint/reports", {
    "x-amz-account-id": "222222222222",
  });
  alias = /<Alias>([^<]*)</.exec(told.body)?.[1] ?? "";
});

afterAll(async () => {
  await lab.close();
  await closeHome(home);
});

function askAsBob(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): ReturnType<typeof askLab> {
  const { credentials } = lab.principal("bob");
  return askLab(lab.port, { credentials, region: REGION, method, target, headers });
}

function sluice(...words: readonly string[]): ReturnType<typeof sluiceInProcess> {
  return sluiceInProcess(words, { cwd: home });
}

const asAnn = ["--profile", "ann", "--region", REGION] as const;
const withBob = [...asAnn, "--owner-profile", "bob"] as const;

/** S3 User Guide, Access point aliases: a request by alias is one through the access point. */
test.each([
  ["its ARN", () => POINT],
  ["its alias", () => alias],
])(
  "by %s, its own account reads through an access point, and the check knows it",
  async (_, of) => {
    const { exit, stdout } = await sluice("check", `s3://${of()}/x`, "there", "--profile", "bob");
    expect(stdout).not.toContain("?");
    expect(exit).toBe(0);
  },
);

/** S3 User Guide, Configuring IAM policies for using access points: access point and bucket must both permit. */
test("across accounts the check names the access point's policy, and a grant opens all that is shut", async () => {
  const run = [`s3://${POINT}/x`, "s3://copy-111111111111", ...withBob];
  const before = await sluice("check", ...run);
  expect(before.exit).toBe(3);
  expect(before.stdout).toContain(
    "nothing in the access point policy of 222222222222 allows s3:ListBucket",
  );
  const granted = await sluice("grant", ...run, "--apply");
  expect(granted).toMatchObject({ exit: 0 });
  expect(granted.stdout).toContain("policy of access point reports (account 222222222222)");
  expect(granted.stdout).toContain("policy of bucket data-222222222222 (account 222222222222)");
  expect(await sluice("check", ...run)).toMatchObject({ exit: 0 });
  const synced = await sluice("sync", ...run);
  expect(synced.exit).toBe(0);
  expect(synced.stdout).toContain(`copy: s3://${POINT}/x/k to s3://copy-111111111111/k`);
  expect(await sluice("grant", ...run, "--revoke", "--apply")).toMatchObject({ exit: 0 });
  expect(await sluice("check", ...run)).toMatchObject({ exit: 3 });
});

/** S3 User Guide, Blocking public access, BlockPublicPolicy: every put of a public policy is refused. */
test.each([
  ["en", "S3 would refuse the policy of access point shown (account 222222222222): Open makes it"],
  [
    "ja",
    "アクセスポイント shown のポリシー (アカウント 222222222222)は S3 に拒否されます: Open により",
  ],
])(
  "an access point's policy that Block Public Access refuses is not written (%s)",
  async (lang, said) => {
    const run = [`s3://${SHOWN}/x`, "s3://copy-111111111111", ...withBob, "--lang", lang];
    const { exit, stdout } = await sluice("grant", ...run);
    expect(stdout).toContain(said);
    expect(exit).toBe(3);
  },
);

/** S3 User Guide, Creating access points restricted to a virtual private cloud. */
test("an access point for a VPC stops a run from elsewhere, and the check says so", async () => {
  const { exit, stdout } = await sluice("check", `s3://${VPC_POINT}/x`, "there", ...withBob);
  expect(exit).toBe(3);
  expect(stdout).toContain("the access point takes requests from VPC `vpc-1a2b3c4d` only");
});

test("of an access point that nobody may ask about, the check guesses nothing and asks its account", async () => {
  const run = ["check", `s3://${POINT}/x`, "there", ...asAnn];
  const { stdout } = await sluice(...run);
  expect(stdout).toContain("cannot tell (GetAccessPoint as profile ann: AccessDenied)");
  const asked = await sluice(...run, "--request", "request.yaml");
  expect(asked.stdout).toContain(`access point ${POINT}: its bucket, its policy`);
});

test.each([
  ["en", "nobody could say which bucket is behind access point"],
  ["ja", "の背後にあるバケットが分からないため (GetAccessPoint (プロファイル ann): AccessDenied)"],
])(
  "for an access point that nobody may ask about, no policy is made up (%s)",
  async (lang, said) => {
    const run = [`s3://${POINT}/x`, "there", ...asAnn, "--lang", lang];
    const { exit, stdout } = await sluice("grant", ...run);
    expect(stdout).toContain(said);
    expect(stdout).not.toContain("Statement");
    expect(exit).toBe(4);
  },
);

test.each([
  ["en", "cannot grant anything on bucket `no-such`: AWS says to profile ann that there is none"],
  ["ja", "バケット `no-such` への許可は作れません"],
])("nobody is let into a bucket that is not there (%s)", async (lang, said) => {
  const { exit, stderr } = await sluice("grant", "s3://no-such", "there", ...asAnn, "--lang", lang);
  expect(stderr).toContain(said);
  expect(exit).toBe(2);
});

test("a pulled world keeps the access points that it was asked for beside their bucket, and decides as AWS did", async () => {
  const file = join(home, "w.yaml");
  const places = ["s3://data-222222222222", `s3://${POINT}`, `s3://${VPC_POINT}`];
  const pulled = await sluice("world", "pull", ...places, "--profile", "bob", "--out", file);
  expect(pulled.stderr).toBe("");
  const job = [`s3://${POINT}/x`, "there", "--world", file, "--profile", "bob"];
  expect(await sluice("check", ...job)).toMatchObject({ exit: 0, stderr: "" });
  const inside = [`s3://${VPC_POINT}/x`, ...job.slice(1)];
  expect(await sluice("check", ...inside)).toMatchObject({ exit: 3 });
});
