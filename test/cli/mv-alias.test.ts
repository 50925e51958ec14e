import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Lab } from "../../src/lab/index.ts";
import { askLab } from "../support/lab-request.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { startLabOf } from "../support/start-lab-of.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

const REGION = "us-east-1";
const BUCKET = "data-111111111111";
const POINT = "arn:aws:s3:us-east-1:111111111111:accesspoint/reports";

let lab: Lab;
let home: string;
let alias: string;

beforeAll(async () => {
  const mayDo = (Action: string): object => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
  lab = await startLabOf({
    accounts: {
      "111111111111": {
        users: {
          ann: { profile: "ann", managedPolicies: ["AdministratorAccess"] },
          bob: { profile: "bob", inlinePolicies: { objects: mayDo("s3:*Object*") } },
        },
        buckets: {
          [BUCKET]: { region: REGION, accessPoints: { reports: {} } },
          "other-111111111111": { region: REGION },
        },
      },
    },
  });
  home = await openHome(lab.awsConfig());
  const point = await askAsAnn("GET", "/v20180820/accesspoint/reports", {
    "x-amz-account-id": "111111111111",
  });
  alias = /<Alias>([^<]*)</.exec(point.body)?.[1] ?? "";
  expect(alias).toMatch(/^reports-.*-s3alias$/);
});

beforeEach(async () => {
  await askAsAnn("PUT", `/${BUCKET}/p/k`);
});

afterAll(async () => {
  await lab.close();
  await closeHome(home);
});

function askAsAnn(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): ReturnType<typeof askLab> {
  const { credentials } = lab.principal("ann");
  return askLab(lab.port, { credentials, region: REGION, method, target, headers });
}

async function statusOf(target: string): Promise<number> {
  return (await askAsAnn("HEAD", target)).status;
}

function move(profile: string, ...words: readonly string[]): ReturnType<typeof sluiceInProcess> {
  const line = words.map((word) =>
    word.replace("ALIAS", `s3://${alias}`).replace("POINT", `s3://${POINT}`),
  );
  return sluiceInProcess(["mv", ...line, "--profile", profile, "--no-check"], { cwd: home });
}

const own = `s3://${BUCKET}`;

/** AWS CLI Reference, s3 mv: an object moved onto itself by way of an access point may be deleted. */
test.each([
  ["an object", ["ALIAS/p/k", `${own}/p/k`]],
  ["an object, by ARN", ["POINT/p/k", `${own}/p/k`]],
  ["an object, the other way", [`${own}/p/k`, "ALIAS/p/"]],
  ["all of a prefix", ["ALIAS/p", `${own}/p/`, "--recursive"]],
  ["a prefix into a part of itself", ["ALIAS/p", `${own}/p/q`, "--recursive"]],
  [
    "an object, where the AWS CLI is told to look",
    ["ALIAS/p/k", `${own}/p/k`, "--validate-same-s3-paths"],
  ],
])("%s is not moved onto itself by way of its bucket's access point", async (_, words) => {
  const { exit, stdout, stderr } = await move("ann", ...words);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  expect(stderr).toContain("Cannot mv a file onto itself");
  expect(stderr).toContain(`both are in bucket \`${BUCKET}\``);
  expect(await statusOf(`/${BUCKET}/p/k`)).toBe(200);
});

test("who may not ask where an access point leads is refused, and told what to name", async () => {
  const { exit, stderr } = await move("bob", "ALIAS/p/k", `${own}/p/k`);
  expect(exit).toBe(2);
  expect(stderr).toContain("name the bucket itself");
  expect(await statusOf(`/${BUCKET}/p/k`)).toBe(200);
});

test("by way of an access point an object gets another key, or goes to another bucket", async () => {
  expect(await move("ann", "ALIAS/p/k", `${own}/p/l`)).toMatchObject({ exit: 0 });
  expect([await statusOf(`/${BUCKET}/p/k`), await statusOf(`/${BUCKET}/p/l`)]).toEqual([404, 200]);
  const there = "s3://other-111111111111/p/l";
  expect(await move("ann", "ALIAS/p/l", there)).toMatchObject({ exit: 0 });
  expect([await statusOf(`/${BUCKET}/p/l`), await statusOf("/other-111111111111/p/l")]).toEqual([
    404, 200,
  ]);
});

test("an access point is a side of a copy, a listing and a removal by its ARN, as its alias is", async () => {
  const sluice = (...words: readonly string[]): ReturnType<typeof sluiceInProcess> =>
    sluiceInProcess([...words, "--profile", "ann"], { cwd: home });
  const point = `s3://${POINT}`;
  const copied = await sluice("sync", point, `${point}/copy`, "--exclude", "copy/*");
  expect(copied).toMatchObject({ exit: 0 });
  expect(copied.stdout).toContain(`copy: ${point}/p/k to ${point}/copy/p/k\n`);
  expect((await sluice("ls", `${point}/copy/p/`)).stdout).toMatch(/ 0 k\n$/);
  expect(await sluice("ls", `${point}/none/`)).toMatchObject({ exit: 1 });
  await writeFile(join(home, "words"), "words");
  expect(await sluice("cp", "words", `${point}/up/words`)).toMatchObject({ exit: 0 });
  const there = "s3://other-111111111111";
  expect(await sluice("sync", `${point}/up`, there)).toMatchObject({ exit: 0 });
  expect(await statusOf("/other-111111111111/words")).toBe(200);
  expect(await sluice("rm", `${point}/copy`, "--recursive")).toMatchObject({ exit: 0 });
  expect(await statusOf(`/${BUCKET}/copy/p/k`)).toBe(404);
});
