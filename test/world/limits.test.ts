import { expect, test } from "vitest";
import {
  organizationPath,
  organizationPolicies,
  type OrganizationLayers,
  parseWorld,
  type World,
  worldEndpoints,
  worldPrincipals,
} from "../../src/policy/index.ts";

const allow = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
};
const deny = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }],
};

function worldOf(value: unknown): World {
  const parsed = parseWorld(value);
  return parsed.ok ? parsed.value : expect.fail(JSON.stringify(parsed.problems));
}

const world = worldOf({
  organization: {
    id: "o-exampleorg1",
    managementAccount: "000000000000",
    root: "r-ab12",
    organizationalUnits: {
      "ou-ab12-workload1": { name: "Workloads" },
      "ou-ab12-sandboxes": { parent: "ou-ab12-workload1", accounts: ["111111111111"] },
    },
    serviceControlPolicies: {
      "p-allows3only": { name: "S3", targets: ["ou-ab12-sandboxes"], policy: allow },
    },
    resourceControlPolicies: { "p-perimeter1": { targets: ["r-ab12"], policy: deny } },
    withoutFullAWSAccess: ["ou-ab12-sandboxes"],
  },
  accounts: {
    "000000000000": null,
    "111111111111": {
      name: "a",
      policies: { Edge: allow },
      users: { bob: { boundary: "Edge", endpoint: "vpce-1a2b3c4d" } },
      roles: {
        app: {
          boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
          sessions: { one: { policy: allow }, two: null },
        },
      },
      vpcEndpoints: { "vpce-1a2b3c4d": { policy: deny, type: "interface" }, "vpce-5e6f7a8b": null },
    },
    "222222222222": null,
  },
});

type Levels = OrganizationLayers["serviceControl"];

function shown(levels: Levels): unknown {
  if (levels === undefined || levels === "unreadable") return levels;
  return levels.map(({ id, policies }) => [id, policies.map(({ name }) => name)]);
}

test("an account has the policies of every level above it", () => {
  const layers = organizationPolicies(world)({ caller: "111111111111", resource: "222222222222" });
  expect(shown(layers.serviceControl)).toEqual([
    ["r-ab12", ["FullAWSAccess"]],
    ["ou-ab12-workload1", ["FullAWSAccess"]],
    ["ou-ab12-sandboxes", ["S3"]],
    ["111111111111", ["FullAWSAccess"]],
  ]);
  expect(shown(layers.resourceControl)).toEqual([
    ["r-ab12", ["RCPFullAWSAccess", "p-perimeter1"]],
    ["222222222222", ["RCPFullAWSAccess"]],
  ]);
  expect(layers.managementAccounts).toEqual(["000000000000"]);
});

test("organization policies have AWS's ARNs and their target", () => {
  const { serviceControl: levels } = organizationPolicies(world)({ caller: "111111111111" });
  const policies = levels === "unreadable" ? [] : (levels ?? []).flatMap((level) => level.policies);
  expect(policies.map(({ arn, attachedTo }) => [arn, attachedTo])).toContainEqual([
    "arn:aws:organizations::000000000000:policy/o-exampleorg1/service_control_policy/p-allows3only",
    "ou-ab12-sandboxes",
  ]);
  expect(policies[0]?.arn).toBe(
    "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
  );
});

test("an account that the world does not have is in no organization", () => {
  const layers = organizationPolicies(world)({ caller: "999999999999", resource: "999999999999" });
  expect(layers).toEqual({ managementAccounts: ["000000000000"] });
});

test("a type of policy that the world does not name is not enabled", () => {
  const organization = { id: "o-exampleorg1", managementAccount: "000000000000" };
  const bare = worldOf({ organization, accounts: { "111111111111": null } });
  const sides = { caller: "111111111111", resource: "111111111111" };
  expect(organizationPolicies(bare)(sides)).toEqual({ managementAccounts: ["000000000000"] });
  const none = worldOf({ accounts: { "111111111111": null } });
  expect(organizationPolicies(none)(sides)).toEqual({});
  const empty = { ...organization, serviceControlPolicies: {} };
  const enabled = worldOf({ organization: empty, accounts: { "111111111111": null } });
  expect(shown(organizationPolicies(enabled)(sides).serviceControl)).toEqual([
    ["r-root", ["FullAWSAccess"]],
    ["111111111111", ["FullAWSAccess"]],
  ]);
});

test("an account's path in its organization leads over its units", () => {
  const { organization } = world;
  const paths = ["111111111111", "222222222222"].map(
    (account) => organization && organizationPath(organization, account),
  );
  expect(paths).toEqual([
    "o-exampleorg1/r-ab12/ou-ab12-workload1/ou-ab12-sandboxes/",
    "o-exampleorg1/r-ab12/",
  ]);
});

test("principals have their boundary, sessions their policy, sign-ins their endpoint", () => {
  const facts = worldPrincipals(world).map(({ profile, boundary, sessionPolicies, endpoint }) => [
    profile,
    boundary?.arn,
    sessionPolicies?.length,
    endpoint,
  ]);
  expect(facts).toEqual([
    ["a-bob", "arn:aws:iam::111111111111:policy/Edge", undefined, "vpce-1a2b3c4d"],
    ["a-one", "arn:aws:iam::aws:policy/PowerUserAccess", 1, undefined],
    ["a-two", "arn:aws:iam::aws:policy/PowerUserAccess", undefined, undefined],
  ]);
});

test("a permission set gives its roles a boundary", () => {
  const name = "AWSReservedSSO_Admin_0123456789abcdef";
  const center = worldOf({
    identityCenter: {
      region: "us-east-1",
      permissionSets: { Admin: { boundary: "PowerUserAccess" } },
    },
    accounts: {
      "111111111111": { roles: { [name]: { permissionSet: "Admin", sessions: ["al"] } } },
    },
  });
  expect(worldPrincipals(center)[0]?.boundary?.name).toBe("PowerUserAccess");
});

test("an endpoint has its VPC and its policy, by default one for full access", () => {
  const endpoints = [...worldEndpoints(world).values()].map(({ id, account, vpc, policy }) => [
    id,
    account,
    vpc,
    policy.type,
    policy.document.statements[0]?.effect,
    policy.attachedTo,
  ]);
  expect(endpoints).toEqual([
    [
      "vpce-1a2b3c4d",
      "111111111111",
      "vpc-1a2b3c4d",
      "interface",
      "Deny",
      "arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-1a2b3c4d",
    ],
    [
      "vpce-5e6f7a8b",
      "111111111111",
      "vpc-5e6f7a8b",
      "gateway",
      "Allow",
      "arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-5e6f7a8b",
    ],
  ]);
});
