import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HclBlock, readHcl } from "../support/read-hcl.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { readPage } from "./doc-blocks.ts";

const MODULE = readHcl(readPage("examples/terraform/main.tf"));
const SOURCE = "pair-source-111111111111";
const DESTINATION = "pair-destination-222222222222";

/** What its expressions come to, once applied. */
const VALUES: Readonly<Record<string, string>> = {
  "aws_s3_bucket.source.arn": `arn:aws:s3:::${SOURCE}`,
  "aws_s3_bucket.destination.arn": `arn:aws:s3:::${DESTINATION}`,
  'join("/", [aws_s3_bucket.source.arn, "*"])': `arn:aws:s3:::${SOURCE}/*`,
  'join("/", [aws_s3_bucket.destination.arn, "*"])': `arn:aws:s3:::${DESTINATION}/*`,
  "aws_iam_role.sync.arn": "arn:aws:iam::111111111111:role/Sync",
};

function attributesOf(type: string, name: string): HclBlock["attributes"] {
  const block = MODULE.find(({ words }) => words.join(" ") === `resource ${type} ${name}`);
  if (block === undefined) throw new Error(`the example has no ${type} \`${name}\``);
  return block.attributes;
}

function applied(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) => {
    if (typeof each !== "object" || each === null || !("expression" in each)) return each;
    const known = VALUES[String(each.expression)];
    if (known === undefined) throw new Error(`no value for ${String(each.expression)}`);
    return known;
  });
}

const WORLD = {
  accounts: {
    "111111111111": {
      buckets: { [SOURCE]: {} },
      roles: {
        Sync: {
          sessions: { ci: { profile: "sync" } },
          trustPolicy: applied(attributesOf("aws_iam_role", "sync")["assume_role_policy"]),
          inlinePolicies: { sync: applied(attributesOf("aws_iam_role_policy", "sync")["policy"]) },
        },
      },
    },
    "222222222222": {
      buckets: {
        [DESTINATION]: {
          policy: applied(attributesOf("aws_s3_bucket_policy", "destination")["policy"]),
        },
      },
    },
  },
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-terraform-"));
  await writeFile(join(folder, "world.json"), JSON.stringify(WORLD));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("what the example for Terraform makes lets its role sync, tags and large objects too", async () => {
  const ends = [`s3://${SOURCE}`, `s3://${DESTINATION}`, "--profile", "sync"];
  const world = join(folder, "world.json");
  const { exit, stdout, stderr } = await sluiceInProcess(["check", ...ends, "--world", world]);
  expect({
    exit,
    stderr,
    warnings: stdout.includes("\n!"),
    end: /ALLOWED: .*/.exec(stdout)?.[0],
  }).toEqual({
    exit: 0,
    stderr: "",
    warnings: false,
    end: "ALLOWED: all 4 permissions are there",
  });
});
