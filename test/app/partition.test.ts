import { expect, test } from "vitest";
import { type AccountReader, judge } from "../../src/access/index.ts";
import { profileLabel } from "../../src/aws/index.ts";
import type { Clients } from "../../src/app/clients.ts";
import { gatherPerspectives } from "../../src/app/gather-perspectives.ts";
import type { Job } from "../../src/app/job.ts";
import { copyCalls, under } from "../support/access-calls.ts";
import { settingsByDefault } from "../support/setting-reader.ts";

const ACCOUNT = "111111111111";

/** A user who may do what a policy says in two buckets of the same account. */
function userIn(partition: string, resource: string): AccountReader {
  const arn = `arn:${partition}:iam::${ACCOUNT}:user/ann`;
  const statement = { Effect: "Allow", Action: "s3:*", Resource: resource };
  return {
    ...settingsByDefault,
    label: profileLabel("ann"),
    callerIdentity: () => Promise.resolve({ account: ACCOUNT, arn, userId: "AIDAEXAMPLE" }),
    role: () => Promise.reject(new Error("a user asks")),
    user: () => Promise.resolve({}),
    managedPolicy: () => Promise.reject(new Error("there are none")),
    rolePolicies: () => Promise.resolve([]),
    userPolicies: () => {
      const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      return Promise.resolve([{ name: "s3", text }]);
    },
    bucketPolicy: () => Promise.resolve(undefined),
  };
}

// IAM User Guide, IAM identifiers: `arn:aws-us-gov:s3:::bucket` in AWS GovCloud, `arn:aws-cn:s3:::bucket` in China.
test.each([
  ["aws-us-gov", "arn:aws-us-gov:s3:::*", "allowed"],
  ["aws-cn", "arn:aws-cn:s3:::dev-*", "allowed"],
  ["aws-us-gov", "arn:aws:s3:::*", "implicitDeny"],
])("a user of %s with a policy for %s is: %s", async (partition, resource, want) => {
  const reader = userIn(partition, resource);
  const job = {
    calls: copyCalls(under("dev-a"), under("dev-b")),
    identities: { ownerProfiles: [] },
  };
  const clients = { account: () => Promise.resolve(reader) };
  const [of] = await gatherPerspectives(job as unknown as Job, clients as unknown as Clients);
  const outcomes = of && judge(of.needs, of.facts).map(({ decision }) => decision.outcome);
  expect([...new Set(outcomes)]).toEqual([want]);
});
