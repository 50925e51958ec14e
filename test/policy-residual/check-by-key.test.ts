import { describe, expect, test } from "vitest";
import { checkInWorld, type CheckResult, readJob } from "../../src/app/index.ts";
import { english } from "../../src/cli/catalogue/english/english.ts";
import { japanese } from "../../src/cli/catalogue/japanese/japanese.ts";
import { jsonOfCheck } from "../../src/cli/render/json-of-check.ts";
import { renderCheck } from "../../src/cli/render/render-check.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";
import { accessWorld } from "../support/access-world.ts";

type Json = Readonly<Record<string, unknown>>;

const ADMIN_OF_A = {
  Principal: { AWS: "111111111111" },
  Action: ["s3:ListBucket", "s3:PutObject"],
};

/** A check of a copy to `dev-b/in` under a bucket policy of `dev-b`. */
function checkUnder(statements: readonly Json[]): CheckResult {
  const job = readJob({
    source: "s3://dev-a",
    destination: "s3://dev-b/in",
    cwd: "/",
    options: DEFAULT_SYNC_OPTIONS,
    identities: { profile: "alice", ownerProfiles: [] },
  });
  const bucketPolicy = { Version: "2012-10-17", Statement: statements };
  return checkInWorld(job, accessWorld({ bucketPolicy }));
}

function allowOn(...keys: readonly string[]): Json {
  const objects = keys.map((key) => `arn:aws:s3:::dev-b/${key}`);
  return { Effect: "Allow", ...ADMIN_OF_A, Resource: ["arn:aws:s3:::dev-b", ...objects] };
}

function denyOn(key: string, Condition: Json = {}): Json {
  const Resource = `arn:aws:s3:::dev-b/${key}`;
  return { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource, Condition };
}

const IF_TAGGED = { StringEquals: { "aws:PrincipalTag/team": "x" } };

function linesOf(result: CheckResult, language = "en"): readonly string[] {
  const words = language === "ja" ? japanese : english;
  const text = renderCheck(result, words, { grantLine: () => "sluice grant" });
  const lines = text.split("\n");
  return lines.slice(lines.findIndex((line) => line.startsWith("? ")));
}

describe("a check of a prefix whose keys differ", () => {
  const dividing = [allowOn("*"), denyOn("in/secret/*")];

  test("names the keys and claims no denial", () => {
    expect(linesOf(checkUnder(dividing))).toEqual([
      "? s3:PutObject on arn:aws:s3:::dev-b/in/*: depends on the key",
      "    allowed for     dev-b/in/*, except dev-b/in/secret/*",
      "    denied for      dev-b/in/secret/*",
      "",
      "UNKNOWN: 1 of 4 permissions are there for some keys and not for others",
      "",
    ]);
  });

  test("names them in Japanese", () => {
    expect(linesOf(checkUnder(dividing), "ja")).toEqual([
      "? arn:aws:s3:::dev-b/in/* への s3:PutObject: キーによって異なります",
      "    許可される      dev-b/in/* (dev-b/in/secret/* を除く)",
      "    拒否される      dev-b/in/secret/*",
      "",
      "不明: 4 個のうち 1 個の権限は、一部のキーにしかありません",
      "",
    ]);
  });

  test("gives them in JSON", () => {
    const [need] = jsonOfCheck(checkUnder(dividing))
      .split("\n")
      .filter((line) => line.includes('"s3:PutObject"'))
      .map((line) => JSON.parse(line) as unknown);
    expect(need).toMatchObject({
      verdict: "unknown",
      keys: [
        { outcome: "allowed", patterns: ["dev-b/in/*"], except: ["dev-b/in/secret/*"] },
        { outcome: "explicitDeny", patterns: ["dev-b/in/secret/*"], except: [] },
      ],
    });
  });

  test("tells keys that nothing allows from those that nobody can answer", () => {
    const statements = [allowOn("in/a/*"), denyOn("in/a/x/*", IF_TAGGED)];
    expect(linesOf(checkUnder(statements)).slice(1, 5)).toEqual([
      "    allowed for     dev-b/in/a/*, except dev-b/in/a/x/*",
      "    no Allow for    dev-b/in/*, except dev-b/in/a/*",
      "    cannot tell for dev-b/in/a/x/*",
      expect.stringContaining("--owner-profile"),
    ]);
  });

  test("says that there are too many", () => {
    const allows = Array.from({ length: 80 }, (_, i) =>
      allowOn(`in/*-${i}-*`, "in/${aws:PrincipalTag/team}"),
    );
    expect(linesOf(checkUnder(allows)).join("\n")).toContain(
      "(too many patterns to tell all keys apart)",
    );
  });
});

describe("a check of a prefix whose keys have one answer", () => {
  test.each([
    ["a Deny elsewhere", [allowOn("*"), denyOn("secret/*")], "allowed"],
    ["what one statement leaves out, another allows", [allowOn("in/*"), allowOn("*")], "allowed"],
    ["all keys, for two reasons", [allowOn("out/*"), denyOn("in/x/*")], "denied"],
    ["a condition that nobody can answer", [allowOn("*"), denyOn("*", IF_TAGGED)], "unknown"],
  ] as const)("%s", (_name, statements, verdict) => {
    expect(checkUnder(statements).verdict).toBe(verdict);
  });
});
