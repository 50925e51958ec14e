import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateConditionKeys } from "../../scripts/generate-condition-keys.ts";
import {
  type Circumstances,
  completeContext,
  networkContext,
  objectTagKeys,
  sentHeaders,
  sentListing,
} from "../../src/policy/index.ts";
import { findConditionKey } from "../../src/policy/context-keys/find-condition-key.ts";
import { type CallerName, callers } from "../support/callers.ts";
import { loadCorpus } from "../support/corpus.ts";

interface PresenceRow extends Partial<Omit<Circumstances, "caller">> {
  readonly key: string;
  readonly caller: CallerName;
}

function circumstancesOf({ caller, ...known }: PresenceRow): Circumstances {
  return {
    action: "s3:GetObject",
    caller: callers[caller],
    credentials: "unknown",
    network: "unknown",
    principalOrganization: "unknown",
    resourceOrganization: "unknown",
    isSentKnown: false,
    ...known,
  };
}

describe("a key that a policy asks about", () => {
  it.each(loadCorpus<PresenceRow, { readonly mayCarry: boolean }>("context-keys"))(
    "is unknown or absent: %s",
    (_name, { given, want }) => {
      const context = completeContext(new Map(), [given.key], circumstancesOf(given));
      expect(context.has(given.key.toLowerCase())).toBe(want.mayCarry);
    },
  );

  it("keeps the value that it has", () => {
    const given = new Map([["aws:sourceip", ["203.0.113.7"]]]);
    const row: PresenceRow = { key: "", caller: "bob", network: "vpcEndpoint" };
    const completed = completeContext(given, ["aws:SourceIp"], circumstancesOf(row));
    expect(completed.get("aws:sourceip")).toEqual(["203.0.113.7"]);
  });
});

describe("the keys of what is sent to S3", () => {
  it("are those of the headers and parameters that are there", () => {
    const headers = new Map([
      ["x-amz-acl", "private"],
      ["x-amz-object-lock-mode", "GOVERNANCE"],
      ["x-amz-meta-a", "b"],
    ]);
    expect(Object.fromEntries(sentHeaders((name) => headers.get(name)))).toEqual({
      "s3:x-amz-acl": ["private"],
      "s3:object-lock-mode": ["GOVERNANCE"],
    });
    const parameters = new Map([["prefix", "a/"]]);
    expect(Object.fromEntries(sentListing((name) => parameters.get(name)))).toEqual({
      "s3:prefix": ["a/"],
    });
  });

  it("name the tags of an object one by one, and all their keys", () => {
    expect(Object.fromEntries(objectTagKeys([["Team", "a"]]))).toEqual({
      "s3:requestobjecttag/team": ["a"],
      "s3:requestobjecttagkeys": ["Team"],
    });
    expect(objectTagKeys([]).size).toBe(0);
  });
});

// IAM User Guide, AWS global condition context keys, Properties of the network.
describe("the keys of the network", () => {
  it("are the address over the internet", () => {
    const context = networkContext({ kind: "internet", sourceIp: "203.0.113.7" });
    expect(Object.fromEntries(context)).toEqual({ "aws:sourceip": ["203.0.113.7"] });
  });

  it("are the endpoint, its VPC, account and organization through one", () => {
    const context = networkContext({
      kind: "vpcEndpoint",
      id: "vpce-1",
      vpc: "vpc-1",
      account: "111111111111",
      sourceIp: "10.0.0.1",
      organization: { id: "o-one", path: "o-one/r-1/" },
    });
    expect(Object.fromEntries(context)).toEqual({
      "aws:sourcevpce": ["vpce-1"],
      "aws:sourcevpc": ["vpc-1"],
      "aws:vpceaccount": ["111111111111"],
      "aws:vpcsourceip": ["10.0.0.1"],
      "aws:vpceorgid": ["o-one"],
      "aws:vpceorgpaths": ["o-one/r-1/"],
    });
  });
});

describe("the table of condition keys", () => {
  const file = "../../src/policy/context-keys/condition-keys.generated.ts";

  it("is what the script writes", async () => {
    const written = readFileSync(join(import.meta.dirname, file), "utf8");
    expect(await generateConditionKeys()).toBe(written);
  });

  it.each([
    ["aws:SourceIp", "ip", false],
    ["aws:PrincipalArn", "arn", false],
    ["aws:PrincipalOrgPaths", "string", true],
    ["aws:MultiFactorAuthAge", "numeric", false],
    ["AWS:currenttime", "date", false],
    ["aws:PrincipalTag/Team", "string", false],
    ["s3:TlsVersion", "numeric", false],
    ["s3:ExistingObjectTag/a", "string", false],
    ["s3:RequestObjectTagKeys", "string", true],
    ["s3:object-lock-retain-until-date", "date", false],
    ["kms:EncryptionContext:aws:s3:arn", "string", false],
    ["kms:EncryptionContextKeys", "string", true],
    ["kms:GrantIsForAWSResource", "bool", false],
    ["sts:RequestContextProviders", "arn", true],
  ])("knows %s as %s, multivalued: %s", (key, type, isMultivalued) => {
    expect(findConditionKey(key)).toMatchObject({ type, isMultivalued });
  });
});
