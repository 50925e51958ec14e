import { mkdtemp, rm } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseWorld } from "../../src/policy/index.ts";
import { ensureS3Key } from "../../src/lab/kms/s3-managed-key.ts";
import {
  makeDataKey,
  namedObjectKey,
  objectKeyFacts,
  openDataKey,
} from "../../src/lab/kms/object-keys.ts";
import { type OpenState, openLabState } from "../../src/lab/state/open-lab-state.ts";

const KEY = "11111111-2222-4333-8444-555555555555";
const ARN = `arn:aws:kms:eu-west-1:111111111111:key/${KEY}`;
const GRANTEE = "arn:aws:iam::111111111111:user/alice";

let directory: string;
let state: OpenState;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-keys-"));
  const world = parseWorld({
    accounts: {
      "111111111111": {
        users: { alice: {} },
        keys: {
          [KEY]: {
            region: "eu-west-1",
            alias: "alias/app",
            state: "disabled",
            grants: [{ id: "g1", granteePrincipal: GRANTEE, operations: ["Decrypt"] }],
          },
        },
      },
    },
  });
  if (!world.ok) throw new Error(JSON.stringify(world.problems));
  state = await openLabState({
    world: world.value,
    dataDirectory: directory,
    now: () => 0,
    random: randomBytes,
  });
});
afterEach(async () => {
  await state.close();
  await rm(directory, { recursive: true, force: true });
});

const asker = { account: "111111111111", region: "eu-west-1" };

test("a data key opens with the context that it was made with, and with no other", async () => {
  const { lab } = state;
  const key = await ensureS3Key(lab, "111111111111", "eu-west-1");
  const context = { "aws:s3:arn": "arn:aws:s3:::bucket/k" };
  const { plaintext, sealed } = makeDataKey(lab, key, context);
  expect(Buffer.from(openDataKey(lab, sealed, context) ?? "")).toEqual(Buffer.from(plaintext));
  expect(openDataKey(lab, sealed, { "aws:s3:arn": "arn:aws:s3:::bucket/other" })).toBeUndefined();
});

test("the key that AWS manages for S3 is made once for an account and region", async () => {
  const { lab } = state;
  const [one, again, elsewhere] = await Promise.all([
    ensureS3Key(lab, "111111111111", "eu-west-1"),
    ensureS3Key(lab, "111111111111", "eu-west-1"),
    ensureS3Key(lab, "111111111111", "us-east-1"),
  ]);
  expect(again.arn).toBe(one.arn);
  expect(elsewhere.arn).not.toBe(one.arn);
  expect(namedObjectKey(lab, "alias/aws/s3", asker).arn).toBe(one.arn);
});

test("a key of the world is found by every name, with what bears on its use", () => {
  const { lab } = state;
  const names = [KEY, ARN, "alias/app", "arn:aws:kms:eu-west-1:111111111111:alias/app"];
  expect(names.map((name) => namedObjectKey(lab, name, asker).arn)).toEqual(names.map(() => ARN));
  const { arn, state: usable, grants, context } = objectKeyFacts(lab, ARN);
  expect({ arn, usable, grants }).toEqual({
    arn: ARN,
    usable: "disabled",
    grants: [{ id: "g1", granteePrincipal: GRANTEE, operations: ["Decrypt"] }],
  });
  expect(context.get("kms:resourcealiases")).toEqual(["alias/app"]);
  expect(objectKeyFacts(lab, ARN.replace(KEY, KEY.replace("5", "6"))).state).toBe("absent");
});

test("keys and what they sealed outlive a lab that keeps its data", async () => {
  const context = { "aws:s3:arn": "arn:aws:s3:::bucket/k" };
  const key = await ensureS3Key(state.lab, "111111111111", "eu-west-1");
  const { plaintext, sealed } = makeDataKey(state.lab, key, context);
  await state.close();
  const { world } = state.lab;
  state = await openLabState({
    world,
    dataDirectory: directory,
    now: () => 0,
    random: randomBytes,
  });
  expect(Buffer.from(openDataKey(state.lab, sealed, context) ?? "")).toEqual(
    Buffer.from(plaintext),
  );
});
