import { parseWorld, type World } from "../../src/policy/index.ts";

const admin = { managedPolicies: ["AdministratorAccess"] };

/** Two accounts whose administrators share nothing but what a test lets them; buckets in Tokyo. */
export function s3ControlWorld(): World {
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        users: {
          alice: { profile: "alice", ...admin },
          guest: { profile: "guest" },
        },
        buckets: {
          "bucket-a": { region: "ap-northeast-1" },
          "logs-111111111111": { region: "ap-northeast-1" },
        },
        vpcEndpoints: {
          "vpce-0123456789abcdef0": {
            region: "ap-northeast-1",
            type: "gateway",
            vpc: "vpc-0123456789abcdef0",
          },
        },
      },
      "222222222222": {
        users: { bob: { profile: "bob", ...admin } },
        buckets: { "bucket-b": { region: "ap-northeast-1" } },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
