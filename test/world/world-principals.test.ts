import { expect, test } from "vitest";
import {
  awsManagedPolicy,
  parsePolicy,
  uniqueIdOf,
  worldPrincipals,
  type World,
} from "../../src/policy/index.ts";

const everything =
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
const world: World = {
  accounts: {
    "111111111111": {
      name: "dev",
      users: {
        bob: {
          path: "/people/",
          profile: "bob",
          managedPolicies: ["p", "arn:aws:iam::111111111111:policy/p", "ReadOnlyAccess"],
          inlinePolicies: { mine: everything },
          credentials,
        },
      },
      roles: {
        app: {
          path: "/",
          managedPolicies: [],
          inlinePolicies: {},
          sessions: { one: { profile: "one" }, two: { profile: "two" } },
        },
      },
      policies: { p: everything },
      buckets: {},
    },
  },
};

test("a user has its ARN with its path, its id, its policies and its keys", () => {
  const [bob] = worldPrincipals(world);
  const arn = "arn:aws:iam::111111111111:user/people/bob";
  const own = "arn:aws:iam::111111111111:policy/p";
  expect(bob).toMatchObject({
    profile: "bob",
    account: "111111111111",
    caller: { kind: "user", account: "111111111111", arn, userId: uniqueIdOf(arn) },
    credentials,
  });
  expect(
    bob?.identityPolicies.map((policy) => [policy.name, policy.arn, policy.attachedTo]),
  ).toEqual([
    ["p", own, arn],
    ["p", own, arn],
    ["ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess", arn],
    ["mine", undefined, arn],
  ]);
});

test("every session of a role is a caller of its own, with the role's id", () => {
  const roleArn = "arn:aws:iam::111111111111:role/app";
  const callers = worldPrincipals(world)
    .slice(1)
    .map(({ caller }) => caller);
  expect(callers).toEqual(
    ["one", "two"].map((session) => ({
      kind: "roleSession",
      account: "111111111111",
      arn: `arn:aws:sts::111111111111:assumed-role/app/${session}`,
      roleArn,
      userId: `${uniqueIdOf(roleArn)}:${session}`,
    })),
  );
});

// IAM User Guide, IAM identifiers: Unique identifiers.
test.each([
  ["arn:aws:iam::111111111111:user/bob", /^AIDA[A-Z0-9]{17}$/],
  ["arn:aws:iam::111111111111:role/bob", /^AROA[A-Z0-9]{17}$/],
  ["arn:aws:iam::111111111111:group/bob", /^AGPA[A-Z0-9]{17}$/],
  ["arn:aws:iam::111111111111:policy/bob", /^ANPA[A-Z0-9]{17}$/],
])("the unique id of `%s` fits %s and stays the same", (arn, form) => {
  expect(uniqueIdOf(arn)).toMatch(form);
  expect(uniqueIdOf(arn)).toBe(uniqueIdOf(arn));
});

test("unique ids of a thousand roles differ", () => {
  const ids = Array.from({ length: 1000 }, (_, i) =>
    uniqueIdOf(`arn:aws:iam::111111111111:role/r${i}`),
  );
  expect(new Set(ids).size).toBe(1000);
});

test.each([
  "AdministratorAccess",
  "PowerUserAccess",
  "ReadOnlyAccess",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "SecurityAudit",
])("AWS's %s is known by name and ARN, and parses", (name) => {
  const policy = awsManagedPolicy(name);
  expect(policy).toEqual(awsManagedPolicy(`arn:aws:iam::aws:policy/${name}`));
  expect(parsePolicy(policy?.text ?? "", "identity").ok).toBe(true);
});

test.each(["toString", "arn:aws:iam::111111111111:policy/ReadOnlyAccess", "readonlyaccess", ""])(
  "`%s` is no AWS managed policy",
  (name) => {
    expect(awsManagedPolicy(name)).toBeUndefined();
  },
);
