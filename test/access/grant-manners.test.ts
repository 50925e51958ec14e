import { expect, test } from "vitest";
import { sameInBoth } from "../../src/aws/index.ts";

import {
  type Facts,
  type GrantProposal,
  type GrantQuestion,
  needsOf,
  type Opening,
  proposeGrant,
} from "../../src/access/index.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { accessFacts, type AccessWorldOptions } from "../support/access-world.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given extends AccessWorldOptions, Pick<GrantQuestion, "principalStyle" | "dropsOrphans"> {
  /** `alice` when absent. */
  readonly caller?: string;
  readonly organization?: "unknown";
}

/** Of the policy of `dev-b`, into which all of `dev-a` is to be copied. */
interface Want {
  readonly style: GrantProposal["principalStyle"];
  /** Whom the statements added name, with the condition that narrows it. */
  readonly principals: readonly object[];
  /** The statements of others afterwards. */
  readonly kept: readonly object[];
  readonly opens: readonly Opening[];
  readonly dropped: readonly string[];
  /** The conditions of the statements proposed instead of a Deny. */
  readonly exceptions: readonly object[];
  readonly refusals: readonly string[];
  readonly proof: "allowed" | "denied";
}

test.each(loadCorpus<Given, Want>("grant-manners"))("%s", (_, { given, want }) => {
  const { caller = "alice", organization, principalStyle = "role", dropsOrphans = false } = given;
  const read = accessFacts(caller, given);
  const facts: Facts =
    organization === "unknown"
      ? { ...read, organizationId: { known: false, why: sameInBoth("nobody was asked") } }
      : read;
  const needs = needsOf(copyCalls(under("dev-a"), under("dev-b")));
  const proposal = proposeGrant({ needs, facts, principalStyle, dropsOrphans });
  expect(seen(proposal)).toEqual(want);
});

function seen({ edits, principalStyle, proof, refusals }: GrantProposal): Want {
  const [edit] = edits.filter(({ document }) => document.kind === "bucketPolicy");
  const added = (edit?.added ?? []).map(({ text }) => JSON.parse(text) as Written);
  const { Statement: after = [] } = JSON.parse(edit?.after ?? "{}") as { Statement?: Written[] };
  const exceptions = refusals.flatMap((refusal) =>
    refusal.code === "explicit-deny" ? refusal.exceptions : [],
  );
  return {
    style: principalStyle,
    principals: unique(
      added.map(({ Principal, Condition }) => ({ ...Principal, ...(Condition && { Condition }) })),
    ),
    kept: after.filter(({ Sid }) => !added.some((one) => one.Sid === Sid)),
    opens: edit?.opens ?? [],
    dropped: edit?.dropped ?? [],
    exceptions: exceptions.map(({ text }) => (JSON.parse(text) as Written).Condition ?? {}),
    refusals: refusals.map(({ code }) => code),
    proof: proof.some(({ outcome }) => outcome === "denied") ? "denied" : "allowed",
  };
}

interface Written {
  readonly Sid?: string;
  readonly Principal?: object;
  readonly Condition?: object;
}

function unique(values: readonly object[]): readonly object[] {
  return [...new Set(values.map((value) => JSON.stringify(value)))].map(
    (text) => JSON.parse(text) as object,
  );
}
