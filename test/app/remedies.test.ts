import { describe, expect, test } from "vitest";
import { checkInWorld } from "../../src/app/check-in-world.ts";
import { assumedLayers, type Finding, findingsOf } from "../../src/app/findings.ts";
import { type IdentityFlags, readJob } from "../../src/app/job.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../src/sync/index.ts";

const A = "111111111111";
const B = "222222222222";
const KEY = "5678abcd-12ab-34cd-56ef-1234567890ab";
const BOB = `arn:aws:iam::${A}:user/bob`;

function policy(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const open = policy({
  Effect: "Allow",
  Principal: { AWS: BOB },
  Action: "s3:*",
  Resource: ["arn:aws:s3:::dev-b", "arn:aws:s3:::dev-b/*"],
});

interface Change {
  readonly user?: object;
  readonly bucket?: object;
  readonly keyB?: object;
  readonly identities?: Partial<IdentityFlags>;
  /** What `--sse-kms-key-id` names. */
  readonly named?: string;
}

function remediesOf({
  user = {},
  bucket = {},
  keyB = {},
  identities = {},
  named,
}: Change): readonly Finding["remedy"][] {
  const parsed = parseWorld({
    accounts: {
      [A]: {
        users: { bob: { profile: "bob", inlinePolicies: { all: everything }, ...user } },
        policies: {
          Edge: policy({ Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: "*" }),
        },
        buckets: { "dev-a": {} },
      },
      [B]: { buckets: { "dev-b": { policy: open, ...bucket } }, keys: { [KEY]: keyB } },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const job = readJob({
    source: "s3://dev-a",
    destination: "s3://dev-b",
    cwd: "/",
    options: named === undefined ? DEFAULT_SYNC_OPTIONS : writingUnder(named),
    identities: { profile: "bob", ownerProfiles: [], ...identities },
  });
  const check = checkInWorld(job, parsed.value);
  expect(assumedLayers(check)).toEqual([]);
  return findingsOf(check).map(({ remedy }) => remedy);
}

function writingUnder(sseKmsKeyId: string): SyncOptions {
  const write = {
    ...DEFAULT_SYNC_OPTIONS.write,
    serverSideEncryption: "aws:kms",
    sseKmsKeyId,
  } as const;
  return { ...DEFAULT_SYNC_OPTIONS, write };
}

describe("what mends a denial", () => {
  test("is a grant where a policy is silent", () => {
    expect(remediesOf({ bucket: { policy: undefined } })).toEqual([{ kind: "grant" }]);
    const kmsKey = `arn:aws:kms:us-east-1:${B}:key/${KEY}`;
    expect(remediesOf({ bucket: { encryption: { kmsKey } } })).toEqual([{ kind: "grant" }]);
  });

  test("is an exception where a Deny stops it", () => {
    const deny = { Effect: "Deny", Action: "s3:PutObject", Resource: "*" };
    expect(
      remediesOf({ user: { inlinePolicies: { all: everything, no: policy(deny) } } }),
    ).toMatchObject([{ kind: "exception" }]);
  });

  test("is no grant where only a limit stops it", () => {
    const remedies = remediesOf({ user: { boundary: "Edge" } });
    expect(remedies).toMatchObject([
      { kind: "refused", refusal: { code: "limit-silent", layer: "boundary", account: A } },
    ]);
  });

  // S3 API Reference, ServerSideEncryptionByDefault: KMS looks an alias up in the account of whoever writes.
  test("is the owner's full key ARN where its alias leads nowhere", () => {
    const remedies = remediesOf({
      bucket: { encryption: { kmsKey: "alias/app" } },
      keyB: { alias: "alias/app" },
    });
    expect(remedies).toMatchObject([
      { kind: "refused", refusal: { code: "key-unusable", state: "absent" } },
    ]);
  });

  // KMS API Reference, GenerateDataKey, KeyId: an alias or id without an account is looked up with the caller.
  test.each([
    ["an alias", "alias/app", `arn:aws:kms:us-east-1:${A}:alias/app`],
    ["an id", KEY, `arn:aws:kms:us-east-1:${A}:key/${KEY}`],
  ])("is another key where the request names %s that its account lacks", (_, named, key) => {
    expect(remediesOf({ named, keyB: { alias: "alias/app" } })).toMatchObject([
      {
        kind: "refused",
        refusal: { code: "key-unusable", key, isNamed: true, state: "absent", account: A },
      },
    ]);
  });

  test("is a grant where the request names the owner's key by the ARN of its alias", () => {
    const named = `arn:aws:kms:us-east-1:${B}:alias/app`;
    expect(remediesOf({ named, keyB: { alias: "alias/app" } })).toEqual([{ kind: "grant" }]);
  });

  // S3 User Guide, Using Requester Pays buckets for storage transfers and usage.
  test("is to pay where the bucket's owner does not, which then is enough", () => {
    const bucket = { requesterPays: true };
    expect(remediesOf({ bucket })).toEqual([{ kind: "requestPayer" }]);
    expect(remediesOf({ bucket, identities: { requestPayer: true } })).toEqual([]);
  });
});
