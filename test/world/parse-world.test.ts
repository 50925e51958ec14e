import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  type ParsedWorld,
  parseWorld,
  type World,
  worldPrincipals,
} from "../../src/policy/index.ts";
import { loadCorpus } from "../support/corpus.ts";

function worldOf(value: unknown): World {
  const parsed = parseWorld(value);
  return parsed.ok ? parsed.value : expect.fail(JSON.stringify(parsed.problems));
}

function problemsOf(parsed: ParsedWorld): unknown {
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => ({ path, message }));
}

describe("a world file that is refused", () => {
  test.each(loadCorpus<{ readonly world: unknown }, unknown>("world/refused"))(
    "%s",
    (_name, { given, want }) => {
      const parsed = parseWorld(given.world);
      expect(problemsOf(parsed)).toEqual(want);
      const japanese = parsed.ok ? [] : parsed.problems.map(({ sentence }) => sentence.ja);
      expect(japanese.filter((text) => !/[ぁ-んァ-ヶ]/u.test(text))).toEqual([]);
    },
  );

  test("says where in a policy the problem is", () => {
    const text = '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Alow" }]\n}';
    const value = { accounts: { "111111111111": { buckets: { bbb: { policy: text } } } } };
    expect(problemsOf(parseWorld(value))).toContainEqual({
      path: ["accounts", "111111111111", "buckets", "bbb", "policy"],
      message: expect.stringMatching(/^line 3, column \d+ of the policy: /) as string,
    });
  });

  test("says so when a policy contains itself", () => {
    const policy: Record<string, unknown> = {};
    policy["Statement"] = policy;
    const value = { accounts: { "111111111111": { policies: { p: policy } } } };
    expect(problemsOf(parseWorld(value))).toEqual([
      {
        path: ["accounts", "111111111111", "policies", "p"],
        message: "a policy is a map, or the text of its JSON",
      },
    ]);
  });

  test("is never an exception", () => {
    const key = fc.constantFrom("accounts", "111111111111", "users", "roles", "sessions", "policy");
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, "x", 0, true),
        fc.array(tie("value"), { maxLength: 2 }),
        fc.dictionary(key, tie("value"), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (written) => {
        expect(typeof parseWorld(written).ok).toBe("boolean");
      }),
    );
  });
});

const folder = join(import.meta.dirname, "..", "..", "worlds");

test("the world that ships with Sluice has its two administrators", () => {
  const world = worldOf(parse(readFileSync(join(folder, "two-accounts.yaml"), "utf8")));
  const path = "aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_AdministratorAccess_";
  const facts = worldPrincipals(world).map(({ profile, account, caller, identityPolicies }) => [
    profile,
    account,
    "roleArn" in caller ? caller.roleArn : "",
    identityPolicies.map(({ arn }) => arn),
  ]);
  const policies = ["arn:aws:iam::aws:policy/AdministratorAccess"];
  expect(facts.filter(([profile]) => profile === "dev-a" || profile === "dev-b")).toEqual([
    ["dev-a", "111111111111", `arn:aws:iam::111111111111:role/${path}1234567890abcdef`, policies],
    ["dev-b", "222222222222", `arn:aws:iam::222222222222:role/${path}fedcba0987654321`, policies],
  ]);
});

describe("what a world file leaves out", () => {
  test("is filled in, and an empty field is like none", () => {
    const world = worldOf({
      accounts: {
        "111111111111": {
          name: "dev",
          users: { bob: null },
          roles: { r: { sessions: ["one", "two"] } },
          buckets: { bbb: null },
          policies: null,
        },
        "222222222222": null,
      },
    });
    const principal = { path: "/", managedPolicies: [], inlinePolicies: {} };
    expect(world).toEqual({
      accounts: {
        "111111111111": {
          name: "dev",
          users: { bob: { ...principal, profile: "dev-bob" } },
          roles: {
            r: {
              ...principal,
              sessions: { one: { profile: "dev-one" }, two: { profile: "dev-two" } },
            },
          },
          policies: {},
          buckets: { bbb: { region: "us-east-1" } },
        },
        "222222222222": { name: "222222222222", users: {}, roles: {}, policies: {}, buckets: {} },
      },
    });
  });

  test("a settled world is read as itself", () => {
    const world = worldOf({
      organization: { id: "o-exampleorg1", managementAccount: "111111111111" },
      accounts: {
        "111111111111": {
          users: { bob: { path: "/x/", managedPolicies: ["p", "ReadOnlyAccess"] } },
          policies: {
            p: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
          },
          buckets: { bbb: {} },
        },
      },
    });
    expect(worldOf(structuredClone(world))).toEqual(world);
  });

  // IAM Identity Center User Guide, Referencing permission sets in resource policies.
  test.each([
    ["us-east-1", "/aws-reserved/sso.amazonaws.com/"],
    ["eu-west-1", "/aws-reserved/sso.amazonaws.com/eu-west-1/"],
  ])("roles of an Identity Center in %s have the path `%s`", (region, path) => {
    const statement = { Effect: "Allow", Action: "*", Resource: "*" };
    const inlinePolicy = { Version: "2012-10-17", Statement: statement };
    const role = "AWSReservedSSO_Set_0123456789abcdef";
    const world = worldOf({
      identityCenter: { region, permissionSets: { Set: { inlinePolicy } } },
      accounts: { "111111111111": { roles: { [role]: { permissionSet: "Set" } } } },
    });
    expect(world.accounts["111111111111"]?.roles[role]).toEqual({
      path,
      permissionSet: "Set",
      managedPolicies: [],
      inlinePolicies: { AwsSSOInlinePolicy: JSON.stringify(inlinePolicy, null, 2) },
      sessions: {},
    });
  });
});

test("the text of a policy is kept to the letter", () => {
  const text =
    '{ "Version":"2012-10-17",   "Statement":{"Effect":"Allow","Action":"*","Resource":"*"} }';
  const world = worldOf({ accounts: { "111111111111": { policies: { p: text } } } });
  expect(world.accounts["111111111111"]?.policies).toEqual({ p: text });
});
