import { parseWorld, type World } from "../../src/policy/index.ts";

const admin = { managedPolicies: ["AdministratorAccess"] };

/** A management account, two member accounts and an outsider's; Identity Center in Tokyo. */
export function servicesWorld(): World {
  const parsed = parseWorld({
    organization: {
      id: "o-exampleorg1",
      managementAccount: "000000000000",
      root: "r-ab12",
      organizationalUnits: {
        "ou-ab12-workload": { name: "Workloads", accounts: ["111111111111"] },
      },
      serviceControlPolicies: {},
      resourceControlPolicies: {},
    },
    identityCenter: {
      region: "ap-northeast-1",
      permissionSets: { Reader: { managedPolicies: ["AmazonS3ReadOnlyAccess"] } },
    },
    accounts: {
      "000000000000": { name: "management", users: { boss: { profile: "boss", ...admin } } },
      "111111111111": {
        name: "a",
        users: {
          alice: { profile: "alice", ...admin },
          guest: {
            profile: "guest",
            inlinePolicies: {
              use: {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }],
              },
            },
          },
        },
        buckets: { "bucket-a": { region: "ap-northeast-1" } },
        roles: {
          AWSReservedSSO_Reader_0123456789abcdef: {
            permissionSet: "Reader",
            sessions: { ann: { profile: "ann" } },
          },
        },
      },
      "222222222222": { name: "b", users: { bob: { profile: "bob", ...admin } } },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
