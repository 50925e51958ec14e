import { expect, test } from "vitest";
import { sameInBoth } from "../../src/aws/index.ts";

import {
  type Facts,
  type GrantProposal,
  needsOf,
  type PrincipalStyle,
  proposeGrant,
} from "../../src/access/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { accessFacts, type AccessWorldOptions } from "../support/access-world.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given extends AccessWorldOptions {
  readonly caller: string;
  /** Of the destination; the source is the whole of `dev-a`. */
  readonly prefix?: string;
  /** Copy within `dev-a` instead of to `dev-b`. */
  readonly within?: true;
  readonly principalStyle?: PrincipalStyle;
  /** Buckets of which nobody could tell owner or policy. */
  readonly unread?: readonly string[];
}

interface Want {
  readonly edits: readonly {
    readonly account: string;
    readonly document: object;
    readonly added: readonly object[];
  }[];
  readonly refusals: readonly string[];
  /** The worst outcome among the needs. */
  readonly proof: "allowed" | "denied" | "unproved";
  readonly principalStyle?: PrincipalStyle;
}

test.each(loadCorpus<Given, Want>("grants"))("%s", (_, { given, want }) => {
  const proposal = propose(given);
  const edits = proposal.edits.map(({ account, document, added }) => ({
    account,
    document,
    added: added.map(({ text }) => withoutSid(text)),
  }));
  expect(edits).toEqual(want.edits);
  expect(proposal.refusals.map(({ code }) => code)).toEqual(want.refusals);
  expect(worst(proposal)).toBe(want.proof);
  expect(proposal.principalStyle).toBe(want.principalStyle ?? "role");
  for (const { after, added } of proposal.edits) {
    expect(added.every(({ necessary }) => necessary)).toBe(true);
    expect(added.flatMap(({ spare }) => spare)).toEqual([]);
    expect(statementsOf(after)).toEqual(
      expect.arrayContaining(added.map(({ text }) => JSON.parse(text) as unknown)),
    );
  }
});

function propose(given: Given): GrantProposal {
  const known = accessFacts(given.caller, given);
  const facts = (given.unread ?? []).reduce(withoutBucket, known);
  const calls =
    given.within === true
      ? copyCalls(under("dev-a", "from/"), under("dev-a", "to/"))
      : copyCalls(under("dev-a"), under("dev-b", given.prefix));
  const { principalStyle } = given;
  return proposeGrant({ needs: needsOf(calls), facts, ...(principalStyle && { principalStyle }) });
}

function withoutBucket(facts: Facts, bucket: string): Facts {
  const why = sameInBoth("GetBucketPolicy as profile alice: AccessDenied");
  const fact = { known: false, why } as const;
  const nothing = { owner: fact, organizationId: fact, policy: fact, resourceControl: fact };
  return { ...facts, buckets: new Map(facts.buckets).set(bucket, nothing) };
}

function withoutSid(text: string): object {
  const { Sid, ...rest } = JSON.parse(text) as { Sid: string };
  expect(Sid).toMatch(/^Sluice(List|Objects)[0-9a-f]{16}$/);
  return rest;
}

function statementsOf(text: string): unknown {
  return (JSON.parse(text) as { Statement: unknown }).Statement;
}

function worst({ proof }: GrantProposal): Want["proof"] {
  const outcomes = proof.map(({ outcome }) => outcome);
  return (
    outcomes.find((one) => one === "denied") ??
    outcomes.find((one) => one === "unproved") ??
    "allowed"
  );
}
