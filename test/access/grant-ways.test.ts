import { expect, test } from "vitest";

import {
  factsOfWorld,
  type Facts,
  type GrantProposal,
  needsOf,
  type Opening,
  type PrincipalStyle,
  proposeGrant,
  proposeRevocation,
  withChange,
} from "../../src/access/index.ts";
import { parseWorld } from "../../src/policy/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given {
  /** Of the VPC endpoint that the caller's requests come by; there is none when absent. */
  readonly endpoint?: { readonly type?: "gateway" | "interface"; readonly policy: unknown };
  /** Of the key of `dst`, in the other account; S3 encrypts alone when absent. */
  readonly keyPolicy?: object | "full";
  readonly bucketKey?: boolean;
  /** Whether the key is that of the source, which is read. */
  readonly reads?: true;
  readonly keyGrants?: boolean;
  readonly principalStyle?: PrincipalStyle;
  readonly prefix?: string;
}

interface Want {
  readonly edits: readonly {
    readonly account: string;
    readonly document: object;
    readonly added: readonly object[];
    readonly opens: readonly Opening[];
  }[];
  readonly refusals: readonly string[];
  readonly proof: "allowed" | "denied";
}

const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
const KEY_ARN = `arn:aws:kms:us-east-1:222222222222:key/${KEY}`;
const EVERYTHING = { Effect: "Allow", Action: "*", Resource: "*" };
const buckets = ["src", "dst"];

test.each(loadCorpus<Given, Want>("grant-ways"))("%s", (_, { given, want }) => {
  const facts = factsOf(given);
  const proposal = propose(facts, given);
  const { edits, proof, refusals } = proposal;
  expect({
    edits: edits.map(({ account, document, added, opens }) => ({
      account,
      document: withoutName(document),
      added: added.map(({ text }) => withoutName(JSON.parse(text) as object)),
      opens,
    })),
    refusals: refusals.map(({ code }) => code),
    proof: proof.every(({ outcome }) => outcome === "allowed") ? "allowed" : "denied",
  }).toEqual(want);
  const parts = edits.flatMap(({ added }) => added);
  expect(parts.map(({ necessary, spare }) => ({ necessary, spare }))).toEqual(
    parts.map(() => ({ necessary: true, spare: [] })),
  );
  const granted = edits.reduce(withChange, facts);
  expect(propose(granted, given).edits).toEqual([]);
  const revoked = proposeRevocation(granted, "a run").reduce(withChange, granted);
  expect(propose(revoked, given).edits.map(({ after }) => after)).toEqual(
    edits.map(({ after }) => after),
  );
  expect(proposeRevocation(granted, "another run")).toEqual([]);
});

function propose(facts: Facts, given: Given): GrantProposal {
  const { keyGrants = false, prefix, principalStyle = "role" } = given;
  const needs = needsOf(copyCalls(under("src", prefix), under("dst", prefix)));
  return proposeGrant({ needs, facts, keyGrants, principalStyle, purpose: "a run" });
}

function factsOf({ endpoint, keyPolicy, bucketKey = false, reads }: Given): Facts {
  const encryption = { encryption: { kmsKey: KEY_ARN, bucketKey } };
  const owned = (name: string, isEncrypted: boolean): object => ({
    policy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "111111111111" },
          Action: "s3:*",
          Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
        },
      ],
    },
    ...(isEncrypted && encryption),
  });
  const world = parseWorld({
    accounts: {
      "111111111111": {
        name: "a",
        users: {
          ann: {
            profile: "ann",
            inlinePolicies: { all: { Version: "2012-10-17", Statement: [EVERYTHING] } },
            ...(endpoint !== undefined && { endpoint: "vpce-0a1b2c3d" }),
          },
        },
        ...(endpoint !== undefined && {
          vpcEndpoints: { "vpce-0a1b2c3d": { type: "gateway", vpc: "vpc-0a1b2c3d", ...endpoint } },
        }),
      },
      "222222222222": {
        name: "b",
        buckets: {
          src: owned("src", keyPolicy !== undefined && reads === true),
          dst: owned("dst", keyPolicy !== undefined && reads !== true),
        },
        ...(keyPolicy !== undefined && {
          keys: { [KEY]: { policy: keyPolicy === "full" ? fullPolicy() : keyPolicy } },
        }),
      },
    },
  });
  if (world.ok) return factsOfWorld(world.value, "ann", buckets);
  throw new Error(JSON.stringify(world.problems));
}

/** A key policy to which no statement can be added. */
function fullPolicy(): object {
  const statement = { Effect: "Allow", Principal: { AWS: "222222222222" }, Resource: "*" };
  const tags = Array.from({ length: 193 }, (_, i) => `${i}`.padEnd(165, "x"));
  const Condition = { StringEquals: { "aws:PrincipalTag/team": tags } };
  return {
    Version: "2012-10-17",
    Statement: [
      { ...statement, Action: "kms:*" },
      { ...statement, Action: "kms:Decrypt", Condition },
    ],
  };
}

/** Names are made of digests. */
function withoutName(of: object): object {
  const { Sid, name = Sid, ...rest } = of as { readonly Sid?: string; readonly name?: string };
  expect(name ?? "SluiceKey0123456789abcdef").toMatch(/^Sluice(List|Objects|Key)[0-9a-f]{16}$/);
  return rest;
}
