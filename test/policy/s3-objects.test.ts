import { describe, expect, it } from "vitest";
import {
  type AclGrantee,
  answerForMissingKey,
  type CannedAcl,
  cannedGrants,
  type MissingKeyAnswer,
  newObjectOwner,
} from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";
import { decideRow } from "./policy-row.ts";

type NewObject = Parameters<typeof newObjectOwner>[0];

describe("a new object belongs to", () => {
  it.each(loadCorpus<NewObject, string>("s3-object-owners"))("%s", (_name, { given, want }) => {
    expect(newObjectOwner(given)).toBe(want);
  });
});

interface CannedRow {
  readonly canned: CannedAcl;
  readonly on: "bucket" | "object";
  readonly owner: string;
  readonly bucketOwner: string;
}

describe("a canned ACL grants", () => {
  it.each(loadCorpus<CannedRow, readonly string[]>("s3-acls"))("%s", (_name, { given, want }) => {
    const grants = cannedGrants(given.canned, given);
    expect(grants.map(({ grantee, permission }) => `${nameOf(grantee)} ${permission}`)).toEqual(
      want,
    );
  });
});

function nameOf(grantee: AclGrantee): string {
  switch (grantee.kind) {
    case "account":
      return grantee.account;
    case "canonicalUser":
      return grantee.id;
    case "group":
      return grantee.group;
  }
}

describe("for a key with nothing under it", () => {
  it.each(loadCorpus<{ readonly allowed: readonly string[] }, unknown>("s3-missing-key"))(
    "%s",
    (_name, { given, want }) => {
      const ask = (action: string): ReturnType<typeof decideRow> =>
        decideRow({
          caller: "bob",
          action,
          resource: "arn:aws:s3:::data-a/k",
          resourceAccount: "111111111111",
          identity:
            given.allowed.length === 0
              ? []
              : [[{ Effect: "Allow", Action: given.allowed, Resource: "*" }]],
        });
      const answer = answerForMissingKey(ask("s3:GetObject"), ask("s3:ListBucket"));
      expect(shown(answer)).toEqual(want);
    },
  );
});

function shown(answer: MissingKeyAnswer): unknown {
  return answer.status === 404
    ? answer
    : { status: answer.status, action: answer.because.request.action };
}
