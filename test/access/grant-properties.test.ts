import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  type Facts,
  type GrantProposal,
  needsOf,
  proposeGrant,
  proposeRevocation,
} from "../../src/access/index.ts";
import { parsePolicy } from "../../src/policy/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { accessFacts, SSO_ROLE } from "../support/access-world.ts";

const principals = fc.constantFrom(
  "*",
  { AWS: "222222222222" },
  { AWS: "arn:aws:iam::111111111111:root" },
  { AWS: SSO_ROLE },
  { AWS: [SSO_ROLE, "arn:aws:iam::222222222222:user/x"] },
  { Service: "logging.s3.amazonaws.com" },
);
const onObjects = fc.record({
  Action: fc.constantFrom("s3:GetObject", "s3:PutObject", ["s3:PutObject", "s3:GetObject"], "s3:*"),
  Resource: fc.constantFrom("arn:aws:s3:::dev-b/*", "arn:aws:s3:::dev-b/in/*", [
    "arn:aws:s3:::dev-b/out/*",
    "arn:aws:s3:::dev-b/*",
  ]),
});
const onBucket = fc.record({
  Action: fc.constantFrom("s3:ListBucket", ["s3:ListBucket", "s3:GetBucketLocation"]),
  Resource: fc.constant("arn:aws:s3:::dev-b"),
});
const conditions = fc.constantFrom(
  {},
  { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } } },
  { Condition: { Bool: { "aws:SecureTransport": "false" } } },
  { Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } },
);
const allow = fc
  .tuple(
    principals,
    fc.oneof(onObjects, onBucket),
    conditions,
    fc.constantFrom("日本語", 'a"b', "x"),
  )
  .map(([Principal, on, condition]) => ({ Effect: "Allow", Principal, ...on, ...condition }));
// Denies that do not concern the run: another account's, or what the run never does.
const harmlessDeny = fc.constantFrom(
  {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:DeleteObject",
    Resource: "arn:aws:s3:::dev-b/*",
  },
  {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: ["arn:aws:s3:::dev-b", "arn:aws:s3:::dev-b/*"],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
  {
    Effect: "Deny",
    Principal: { AWS: "arn:aws:iam::333333333333:root" },
    Action: "s3:*",
    Resource: "arn:aws:s3:::dev-b/*",
  },
);
const statements = fc
  .array(fc.oneof(allow, harmlessDeny), { minLength: 1, maxLength: 5 })
  .map((all) => all.map((statement, i) => ({ Sid: `Theirs${i}`, ...statement })));
const layouts = fc.record({
  indent: fc.constantFrom<string | number>(0, 1, 2, 4, "\t"),
  newline: fc.constantFrom("\n", "\r\n"),
  tail: fc.constantFrom("", "\n"),
  version: fc.constantFrom({}, { Version: "2012-10-17" }, { Version: "2008-10-17", Id: "x" }),
});

/** Bucket policies that exist already, in the layouts that people and tools write. */
const listPolicies = fc
  .tuple(statements, layouts)
  .map(([Statement, layout]) => written({ ...layout.version, Statement }, layout));
const objectPolicies = fc
  .tuple(statements, layouts)
  .map(([[Statement], layout]) => written({ ...layout.version, Statement }, layout));
const prefixes = fc.constantFrom("", "in/", "日本/", "a*/");

function written(
  policy: object,
  { indent, newline, tail }: { indent: string | number; newline: string; tail: string },
): string {
  return JSON.stringify(policy, null, indent).replaceAll("\n", newline) + tail;
}

// One world for all runs: reading it again and again would be most of the work.
const base = accessFacts("alice");

function grant(bucketPolicy: string | undefined, prefix: string): GrantProposal {
  const needs = needsOf(copyCalls(under("dev-a"), under("dev-b", prefix)));
  return proposeGrant({ needs, facts: withBucketPolicy(bucketPolicy), purpose: prefix });
}

function withBucketPolicy(text: string | undefined): Facts {
  const about = base.buckets.get("dev-b");
  if (about === undefined || text === undefined) return base;
  const parsed = parsePolicy(text, "resource");
  if (!parsed.ok) throw new Error(`${parsed.problems[0].message} in ${text}`);
  const document = { document: parsed.value, name: "bucket policy", attachedTo: "dev-b" };
  const policy = { known: true, value: document, from: "the test" } as const;
  return { ...base, buckets: new Map(base.buckets).set("dev-b", { ...about, policy }) };
}

/** The bucket policy once the grant is applied. */
function granted(bucketPolicy: string, prefix: string): string {
  return grant(bucketPolicy, prefix).edits[0]?.after ?? bucketPolicy;
}

/** What a revoke leaves of a bucket policy that holds a grant. */
function revoked(bucketPolicy: string, prefix = ""): string | undefined {
  const [revocation, ...others] = proposeRevocation(withBucketPolicy(bucketPolicy), prefix);
  expect(others).toEqual([]);
  return revocation === undefined ? bucketPolicy : revocation.after;
}

function statementTexts(text: string): readonly string[] {
  const parsed = parsePolicy(text, "resource");
  const all = parsed.ok ? parsed.value.statements : [];
  return all.map(({ span }) => text.slice(span.offset, span.offset + span.length));
}

function statementList(text: string | undefined): unknown {
  const { Statement, ...rest } = JSON.parse(text ?? "{}") as { Statement: unknown };
  return { ...rest, Statement: [Statement].flat() };
}

function statementSet(text: string): ReadonlySet<string> {
  return new Set(statementTexts(text));
}

describe("a grant, whatever stood in the bucket policy before", () => {
  test("lets every need through, and each statement, action and resource of it is necessary", () => {
    fc.assert(
      fc.property(listPolicies, prefixes, (policy, prefix) => {
        const { proof, edits, refusals } = grant(policy, prefix);
        expect(refusals).toEqual([]);
        expect(proof.map(({ outcome }) => outcome)).toEqual(proof.map(() => "allowed"));
        const added = edits.flatMap((edit) => edit.added);
        expect(added.every(({ necessary }) => necessary)).toBe(true);
        expect(added.flatMap(({ spare }) => spare)).toEqual([]);
      }),
    );
  });

  test("leaves foreign statements byte for byte", () => {
    fc.assert(
      fc.property(fc.oneof(listPolicies, objectPolicies), prefixes, (policy, prefix) => {
        const before = statementTexts(policy);
        expect(statementTexts(granted(policy, prefix)).slice(0, before.length)).toEqual(before);
      }),
    );
  });

  test("has nothing left to do the second time", () => {
    fc.assert(
      fc.property(fc.oneof(listPolicies, objectPolicies), prefixes, (policy, prefix) => {
        expect(grant(granted(policy, prefix), prefix).edits).toEqual([]);
      }),
    );
  });

  test("is taken back to the very bytes that stood there", () => {
    fc.assert(
      fc.property(listPolicies, prefixes, (policy, prefix) => {
        expect(revoked(granted(policy, prefix), prefix)).toBe(policy);
      }),
    );
  });

  test("is taken back to the same meaning where a single statement became a list", () => {
    fc.assert(
      fc.property(objectPolicies, prefixes, (policy, prefix) => {
        expect(statementList(revoked(granted(policy, prefix), prefix))).toEqual(
          statementList(policy),
        );
      }),
    );
  });

  test("of its own document leaves nothing behind", () => {
    fc.assert(
      fc.property(prefixes, (prefix) => {
        const after = grant(undefined, prefix).edits[0]?.after ?? "";
        expect(revoked(after, prefix)).toBeUndefined();
      }),
    );
  });
});

const THEIRS = { Effect: "Allow", Principal: { AWS: "222222222222" } };

test("a revoke keeps what others wrote around a grant, and what others were granted", () => {
  const policy = (...Statement: readonly object[]): string =>
    JSON.stringify({ Statement }, null, 2);
  const on = { Action: "s3:GetObject", Resource: "arn:aws:s3:::dev-b/*" };
  const [first, last] = ["First", "Last"].map((Sid) => ({ Sid, ...THEIRS, ...on }));
  if (first === undefined || last === undefined) throw new Error("there are two");
  const toAlice = statementList(granted(policy(first), "in/")) as { Statement: object[] };
  const toBob = { ...first, Sid: "SluiceObjects0000000c0000000d" };
  const text = policy(...toAlice.Statement, toBob, last);
  expect(revoked(text, "in/")).toBe(policy(first, toBob, last));
});

describe.each(["2012-10-17", "2008-10-17"])("in a document of version %s", (Version) => {
  const on = { Sid: "Theirs", Action: "s3:GetObject", Resource: "arn:aws:s3:::dev-b/*" };
  const text = JSON.stringify({ Version, Statement: [{ ...THEIRS, ...on }] }, null, 2);
  const places = fc.uniqueArray(fc.constantFrom("", "a*/", "b/", "b/c/"), { minLength: 2 });

  test("what is granted for several places in any order is revoked in any other", () => {
    fc.assert(
      fc.property(places, fc.nat(), (granting, turn) => {
        const at = turn % granting.length;
        const [place = "", ...others] = [...granting.slice(at), ...granting.slice(0, at)];
        const all = granting.reduce(granted, text);
        const left = revoked(all, place) ?? "";
        expect(statementSet(left)).toEqual(statementSet(others.reduce(granted, text)));
        expect(grant(left, place).edits).toHaveLength(1);
        expect(others.flatMap((other) => grant(left, other).edits)).toEqual([]);
        expect(others.reduce((rest, other) => revoked(rest, other) ?? "", left)).toBe(text);
      }),
    );
  });
});

test("a statement that two runs share stays until the second is revoked", () => {
  const needs = needsOf(copyCalls(under("dev-a"), under("dev-b")));
  const propose = (text: string | undefined, purpose: string): string | undefined =>
    proposeGrant({ needs, facts: withBucketPolicy(text), purpose }).edits[0]?.after;
  const first = propose(undefined, "from dev-a");
  const both = propose(first, "from dev-c");
  expect(statementTexts(both ?? "")).toHaveLength(statementTexts(first ?? "").length);
  expect(propose(both, "from dev-a")).toBeUndefined();
  const [left] = proposeRevocation(withBucketPolicy(both), "from dev-c");
  expect(left?.after).toBe(first);
  const [second] = proposeRevocation(withBucketPolicy(both), "from dev-a");
  expect(second?.after).toBe(propose(undefined, "from dev-c"));
  expect(propose(second?.after, "from dev-c")).toBeUndefined();
});

test("of two notes, pasted by hand into one policy, each is revoked without the other", () => {
  const needs = needsOf(copyCalls(under("dev-a"), under("dev-b")));
  const noted = (text: string | undefined, purpose: string): string | undefined =>
    proposeGrant({ needs, facts: withBucketPolicy(text), purpose }).edits[0]?.after;
  const taken = (text: string | undefined, purpose: string): string | undefined =>
    proposeRevocation(withBucketPolicy(text), purpose)[0]?.after;
  const statements = ["a", "c"].flatMap((purpose) => {
    const { Statement } = statementList(noted(undefined, purpose)) as { Statement: object[] };
    return Statement;
  });
  const pasted = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const all = noted(pasted, "d");
  const left = ["a", "c"].reduce(taken, all);
  expect(noted(left, "d")).toBeUndefined();
  expect(statementTexts(left ?? "")).toHaveLength(
    statementTexts(noted(undefined, "d") ?? "").length,
  );
  expect(taken(left, "d")).toBeUndefined();
});

test("where nothing was granted there is nothing to revoke", () => {
  expect(proposeRevocation(base)).toEqual([]);
});
