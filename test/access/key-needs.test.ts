import { describe, expect, test } from "vitest";
import { sameInBoth } from "../../src/aws/index.ts";
import {
  diagnose,
  type Facts,
  factsOfWorld,
  findGaps,
  judge,
  type Need,
  needsOf,
  proposeGrant,
  proposeRevocation,
  readDenials,
  withKeyNeeds,
} from "../../src/access/index.ts";
import type { AwsCall } from "../../src/aws/index.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";

const A = "111111111111";
const B = "222222222222";
const KEY_A = "1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY_B = "5678abcd-12ab-34cd-56ef-1234567890ab";
const ARN_A = `arn:aws:kms:us-east-1:${A}:key/${KEY_A}`;
const ARN_B = `arn:aws:kms:us-east-1:${B}:key/${KEY_B}`;
const BOB = `arn:aws:iam::${A}:user/bob`;

function policy(...statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

function allow(action: string | readonly string[], more: object = {}): object {
  return { Effect: "Allow", Action: action, Resource: "*", ...more };
}

const bucketPolicy = policy({
  Effect: "Allow",
  Principal: { AWS: BOB },
  Action: "s3:*",
  Resource: ["arn:aws:s3:::dev-b", "arn:aws:s3:::dev-b/*"],
});

interface Change {
  readonly identity?: object;
  /** More policies of bob's. */
  readonly policies?: Readonly<Record<string, object>>;
  readonly keyA?: object;
  readonly keyB?: object;
  readonly bucketKey?: boolean;
  /** The default key of the other bucket, by another name than its ARN. */
  readonly encryptionB?: string;
  readonly source?: string;
}

/** What lets all of account a use a key of b's. */
const admits = policy(allow("kms:*", { Principal: { AWS: A } }));

/** Bob copies from his own bucket to another account's, each with a key of its account. */
function factsWith(change: Change = {}): Facts {
  const { identity = allow("*"), keyA = {}, keyB = {}, bucketKey = false } = change;
  const { policies = { his: policy(identity) } } = change;
  const kmsKey = change.encryptionB ?? change.source ?? ARN_B;
  const parsed = parseWorld({
    accounts: {
      [A]: {
        users: { bob: { profile: "bob", inlinePolicies: policies } },
        buckets: { "dev-a": { encryption: { kmsKey: KEY_A, bucketKey } } },
        keys: { [KEY_A]: keyA },
      },
      [B]: {
        buckets: {
          "dev-b": { policy: bucketPolicy, encryption: { kmsKey, bucketKey } },
          plain: { policy: bucketPolicy },
        },
        keys: { [KEY_B]: keyB },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return factsOfWorld(parsed.value, "bob", ["dev-a", "dev-b", "plain"]);
}

function lastStatementOf(text = "{}"): unknown {
  const { Statement } = JSON.parse(text) as { readonly Statement: readonly unknown[] };
  return Statement.at(-1);
}

const copy = copyCalls(under("dev-a", "p/"), under("dev-b", "p/"));

function shown(needs: readonly Need[]): readonly string[] {
  return needs.map(({ action, resource, side }) => `${side} ${action} ${resource}`);
}

function keyNeeds(calls: readonly AwsCall[], facts: Facts): readonly Need[] {
  return withKeyNeeds(needsOf(calls), facts).filter(({ via }) => via !== undefined);
}

function call(operation: AwsCall["operation"], parameters: AwsCall["parameters"] = {}): AwsCall {
  return { operation, side: "destination", on: under("dev-b", "p/"), parameters };
}

describe("what a run needs of KMS", () => {
  // S3 User Guide, Using server-side encryption with AWS KMS keys.
  test("is Decrypt on the source's key and GenerateDataKey on the destination's", () => {
    expect(shown(keyNeeds(copy, factsWith()))).toEqual([
      `source kms:Decrypt ${ARN_A}`,
      `destination kms:GenerateDataKey ${ARN_B}`,
    ]);
  });

  // S3 User Guide, Multipart upload API and permissions.
  test("is Decrypt on the destination's key too when parts are uploaded", () => {
    const calls = [call("CreateMultipartUpload"), call("UploadPart"), call("PutObject")];
    expect(shown(keyNeeds(calls, factsWith()))).toEqual([
      `destination kms:GenerateDataKey ${ARN_B}`,
      `destination kms:Decrypt ${ARN_B}`,
    ]);
  });

  test("is Decrypt for large objects alone, where others go at one go", () => {
    const occasions = (calls: readonly AwsCall[]): readonly string[] =>
      keyNeeds(calls, factsWith()).map(({ action, occasion }) => `${action} ${occasion}`);
    const parts = [call("CreateMultipartUpload"), call("UploadPart")];
    expect(occasions([...parts, call("PutObject")])).toEqual([
      "kms:GenerateDataKey always",
      "kms:Decrypt if-large",
    ]);
    expect(occasions(parts)).toEqual(["kms:GenerateDataKey if-large", "kms:Decrypt if-large"]);
  });

  // S3 API Reference, HeadObject.
  test("is nothing for listing, deleting and headers, but Decrypt for the header of a checksum", () => {
    const calls = [call("ListObjectsV2"), call("DeleteObject"), call("HeadObject")];
    expect(keyNeeds(calls, factsWith())).toEqual([]);
    const withChecksum = call("HeadObject", { "x-amz-checksum-mode": "ENABLED" });
    expect(shown(keyNeeds([withChecksum], factsWith()))).toEqual([
      `destination kms:Decrypt ${ARN_B}`,
    ]);
  });

  test("is nothing where the request asks for S3's own encryption", () => {
    const plain = call("PutObject", { "x-amz-server-side-encryption": "AES256" });
    expect(keyNeeds([plain], factsWith())).toEqual([]);
    expect(keyNeeds([{ ...call("PutObject"), on: under("plain", "p/") }], factsWith())).toEqual([]);
  });

  // S3 API Reference, PutObject: with `aws:kms` and no key, the key that AWS manages is used.
  test("follows the headers of the request", () => {
    const own = call("PutObject", {
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": ARN_A,
    });
    expect(shown(keyNeeds([own], factsWith()))).toEqual([
      `destination kms:GenerateDataKey ${ARN_A}`,
    ]);
    const managed = call("PutObject", { "x-amz-server-side-encryption": "aws:kms" });
    const [need] = keyNeeds([managed], factsWith());
    expect(need?.resource).toMatch(`arn:aws:kms:us-east-1:${A}:key/`);
    expect(need?.resource).not.toBe(ARN_A);
  });

  test("is asked for once, and leaves other needs as they are", () => {
    const needs = needsOf(copy);
    const once = withKeyNeeds(needs, factsWith());
    expect(withKeyNeeds(once, factsWith())).toEqual(once);
    expect(once.filter(({ via }) => via === undefined)).toEqual(needs);
  });
});

describe("what stops a run at KMS", () => {
  // KMS Developer Guide, Allowing users in other accounts to use a KMS key.
  test("is the key policy of the other account, whose people must act", () => {
    const facts = factsWith();
    const [gap, ...others] = findGaps(judge(withKeyNeeds(needsOf(copy), facts), facts));
    expect(others).toEqual([]);
    expect(gap?.need.action).toBe("kms:GenerateDataKey");
    expect(gap?.refusals.map(({ layer, account, kind }) => [layer, account, kind])).toEqual([
      ["keyPolicy", B, "silent"],
    ]);
    expect(gap?.decision.awsMessage).toBe(
      `User: ${BOB} is not authorized to perform: kms:GenerateDataKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    );
  });

  test("is nothing when both sides allow", () => {
    const theirs = policy(allow("kms:*", { Principal: { AWS: A } }));
    const facts = factsWith({ keyB: { policy: theirs } });
    const outcomes = judge(withKeyNeeds(needsOf(copy), facts), facts).map(
      ({ decision }) => decision.outcome,
    );
    expect(new Set(outcomes)).toEqual(new Set(["allowed"]));
  });

  test("may be a condition on the objects' part of the encryption context", () => {
    const held = (prefix: string): object =>
      policy(
        allow("kms:*", {
          Principal: { AWS: A },
          Condition: {
            StringLike: { "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::dev-b/${prefix}` },
          },
        }),
      );
    const outcomeOf = (change: Change): unknown => {
      const facts = factsWith(change);
      return judge(keyNeeds(copy, facts), facts).at(-1)?.decision.outcome;
    };
    expect(outcomeOf({ keyB: { policy: held("p/*") } })).toBe("allowed");
    expect(outcomeOf({ keyB: { policy: held("p/logs/*") } })).toBe("unknown");
    expect(outcomeOf({ keyB: { policy: held("q/*") } })).toBe("implicitDeny");
    expect(outcomeOf({ keyB: { policy: held("p/*") }, bucketKey: true })).toBe("implicitDeny");
  });

  test("is granted in the caller's own policy where only that is silent", () => {
    const theirs = policy(allow("kms:*", { Principal: { AWS: A } }));
    const facts = factsWith({ identity: allow("s3:*"), keyB: { policy: theirs } });
    const { edits, refusals, proof } = proposeGrant({ needs: needsOf(copy), facts });
    expect(refusals).toEqual([]);
    expect(edits.map(({ document }) => document.kind)).toEqual(["userPolicy"]);
    expect(edits[0]?.after).toContain(ARN_A);
    expect(edits[0]?.after).toContain(ARN_B);
    expect(new Set(proof.map(({ outcome }) => outcome))).toEqual(new Set(["allowed"]));
  });

  // AWS KMS Developer Guide, Allowing users in other accounts to use a KMS key; kms:ViaService.
  test("is granted in the key policy of the other account, to S3 alone, and taken back", () => {
    const facts = factsWith();
    const { edits, refusals, proof } = proposeGrant({ needs: needsOf(copy), facts });
    expect(refusals).toEqual([]);
    expect(edits.map(({ account, document }) => [account, document])).toEqual([
      [B, { kind: "keyPolicy", key: ARN_B }],
    ]);
    expect(edits.flatMap(({ added }) => added.map(({ necessary }) => necessary))).toEqual([true]);
    expect(lastStatementOf(edits[0]?.after)).toEqual({
      Sid: expect.stringMatching(/^SluiceKey[0-9a-f]{16}$/) as unknown,
      Effect: "Allow",
      Principal: { AWS: BOB },
      Action: "kms:GenerateDataKey",
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    });
    expect(new Set(proof.map(({ outcome }) => outcome))).toEqual(new Set(["allowed"]));

    const opened = factsWith({ keyB: { policy: JSON.parse(edits[0]?.after ?? "") as object } });
    const before = edits[0]?.before;
    expect(proposeRevocation(opened)).toMatchObject([
      { account: B, document: { kind: "keyPolicy", key: ARN_B } },
    ]);
    expect(JSON.parse(proposeRevocation(opened)[0]?.after ?? "")).toEqual(
      JSON.parse(before?.known === true ? (before.value ?? "") : ""),
    );
  });

  // KMS API Reference, PutKeyPolicy: a key has a policy always, and a policy a statement.
  test("is left to the key's owner where the grant is all that the key policy says", () => {
    const { edits } = proposeGrant({ needs: needsOf(copy), facts: factsWith() });
    const alone = policy(lastStatementOf(edits[0]?.after) as object);
    expect(proposeRevocation(factsWith({ keyB: { policy: alone } }))).toMatchObject([
      { account: B, document: { kind: "keyPolicy", key: ARN_B }, isLeft: true },
    ]);
  });

  test("is granted on both sides where both are silent, and taken back on both", () => {
    const facts = factsWith({ identity: allow("s3:*") });
    const { edits, proof } = proposeGrant({ needs: needsOf(copy), facts });
    expect(edits.map(({ document }) => document.kind)).toEqual(["userPolicy", "keyPolicy"]);
    expect(edits.flatMap(({ added }) => added.map(({ necessary }) => necessary))).toEqual([
      true,
      true,
      true,
    ]);
    expect(lastStatementOf(edits[0]?.after)).toMatchObject({
      Action: "kms:GenerateDataKey",
      Resource: ARN_B,
      Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    });
    expect(new Set(proof.map(({ outcome }) => outcome))).toEqual(new Set(["allowed"]));
    const his = {
      his: policy(allow("s3:*")),
      SluiceSync: JSON.parse(edits[0]?.after ?? "") as object,
    };
    const opened = factsWith({ policies: his });
    expect(proposeRevocation(opened).map(({ document }) => document.kind)).toEqual(["userPolicy"]);
  });

  // AWS KMS Developer Guide, Key policies: a key policy that names the user needs no identity policy.
  test("is granted by the key policy alone within the account of a key that delegates nothing", () => {
    const theirs = policy(allow("kms:*", { Principal: { AWS: `arn:aws:iam::${A}:role/admin` } }));
    const facts = factsWith({
      identity: allow("s3:*"),
      keyA: { policy: theirs },
      keyB: { policy: policy(allow("kms:*", { Principal: { AWS: BOB } })) },
    });
    const within = copyCalls(under("dev-a", "p/"), under("dev-a", "q/"));
    const { edits, refusals, proof } = proposeGrant({ needs: needsOf(within), facts });
    expect(refusals).toEqual([]);
    expect(edits.map(({ document }) => document)).toEqual([{ kind: "keyPolicy", key: ARN_A }]);
    expect(lastStatementOf(edits[0]?.after)).toMatchObject({
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    });
    expect(new Set(proof.map(({ outcome }) => outcome))).toEqual(new Set(["allowed"]));
  });

  test.each([
    // S3 API Reference, ServerSideEncryptionByDefault: an alias is looked up in the writer's account,
    // but only the bucket's owner can name another key.
    [
      "an alias of the other account",
      { encryptionB: "alias/app", keyB: { alias: "alias/app" } },
      { state: "absent", account: B },
    ],
    [
      "a key that is disabled",
      { keyB: { state: "disabled", policy: admits } },
      { state: "disabled", account: B },
    ],
    // AWS KMS Developer Guide, AWS managed keys: nobody changes their policies.
    ["a key that AWS manages", { source: "alias/aws/s3" }, { state: "awsManaged", account: B }],
  ] as const)("is not granted for %s, which the grant says", (_name, change, refusal) => {
    const facts = factsWith(change);
    const calls = "source" in change ? copyCalls(under("dev-b", "p/"), under("dev-a", "p/")) : copy;
    const { edits, refusals } = proposeGrant({ needs: needsOf(calls), facts });
    expect(edits).toEqual([]);
    expect(refusals).toMatchObject([{ code: "key-unusable", ...refusal }]);
  });

  test("is found behind AWS's text, which names no key", () => {
    const facts = factsWith();
    const text = `An error occurred (AccessDenied) when calling the CopyObject operation: User: ${BOB} is not authorized to perform: kms:GenerateDataKey on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;
    const [denial] = readDenials(text);
    expect(denial).toBeDefined();
    const diagnosis = denial && diagnose(denial, { facts, needs: needsOf(copy) });
    expect(diagnosis?.gap?.refusals.map(({ layer, account }) => [layer, account])).toEqual([
      ["keyPolicy", B],
    ]);
  });
});

test("what nobody knows of keys leaves the need open", () => {
  const facts = factsWith();
  const about = facts.buckets.get("dev-b");
  const buckets = new Map(facts.buckets);
  if (about !== undefined) {
    buckets.set("dev-b", { ...about, encryption: { known: false, why: sameInBoth("403") } });
  }
  const open = { ...facts, buckets };
  const put = judge(withKeyNeeds(needsOf(copy), open), open).find(
    ({ need }) => need.action === "s3:PutObject",
  );
  expect(put?.decision).toMatchObject({ outcome: "unknown", unanswered: ["key"] });
});
