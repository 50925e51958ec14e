import { expect, test } from "vitest";
import { profileLabel } from "../../src/aws/index.ts";
import { type AccountReader, needsOf } from "../../src/access/index.ts";
import { gatherNeeded } from "../../src/app/gather-needed.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const A = "111111111111";
const KEY = `arn:aws:kms:us-east-1:${A}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const policy = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const allows = (principal: string): string =>
  policy({ Principal: { AWS: principal }, Action: "kms:*", Resource: "*" });

/** Somebody with one bucket, under a key with this policy, and how often they were asked for its grants. */
function person(keyPolicy: string): {
  readonly reader: AccountReader;
  readonly asked: () => number;
} {
  let asked = 0;
  const reader: AccountReader = {
    ...settingsByDefault,
    label: profileLabel("ann"),
    callerIdentity: () =>
      Promise.resolve({ account: A, arn: `arn:aws:iam::${A}:user/ann`, userId: "AIDAEXAMPLE" }),
    role: () => Promise.reject(new Error("a user asks")),
    user: () => Promise.resolve({}),
    managedPolicy: () => Promise.reject(new Error("there are none")),
    rolePolicies: () => Promise.resolve([]),
    userPolicies: () =>
      Promise.resolve([{ name: "s3", text: policy({ Action: "s3:*", Resource: "*" }) }]),
    bucketPolicy: () => Promise.resolve(undefined),
    bucketEncryption: () => Promise.resolve({ kmsKey: KEY, bucketKey: false }),
    key: (arn) => Promise.resolve({ arn, state: "enabled", isManaged: false }),
    keyPolicy: () => Promise.resolve(keyPolicy),
    keyGrants: () => {
      asked++;
      return Promise.resolve([]);
    },
  };
  return { reader, asked: () => asked };
}

test.each([
  [
    "asks for no grants of a key whose policy lets the run through",
    allows(`arn:aws:iam::${A}:user/ann`),
    0,
  ],
  ["asks for the grants of a key whose policy does not", allows("222222222222"), 1],
])("a check %s", async (_, keyPolicy, want) => {
  const { reader, asked } = person(keyPolicy);
  const questions = { caller: reader, owners: [], buckets: ["dev-a"] };
  const facts = await gatherNeeded(questions, needsOf(copyCalls(under("dev-a"), under("dev-a"))));
  expect(facts.buckets.get("dev-a")?.encryption).toMatchObject({ known: true });
  expect(asked() > 0 ? 1 : 0).toBe(want);
});
