import { expect, test } from "vitest";
import { type IdentityFlags, readJob } from "../../src/app/job.ts";
import { refuseAcrossPartitions } from "../../src/app/refuse-across-partitions.ts";
import type { Side } from "../../src/aws/index.ts";
import { DEFAULT_SYNC_OPTIONS } from "../../src/sync/index.ts";

const china = "s3://arn:aws-cn:s3:cn-north-1:333333333333:accesspoint/reports";

test.each<readonly [string, Partial<IdentityFlags>, Partial<Record<Side, string>>]>([
  [
    "two identities, each of its side's partition",
    { sourceProfile: "china", destinationProfile: "dev-b" },
    { source: "aws-cn", destination: "aws" },
  ],
  ["an identity whose region nobody told, of one side", { profile: "any" }, {}],
  ["nobody at all", { unsigned: true }, { source: "aws", destination: "aws" }],
])("%s may reach an access point of China", (_, identities, partitions) => {
  const job = jobOf(china, identities);
  expect(() => {
    refuseAcrossPartitions(job, (side) => partitions[side]);
  }).not.toThrow();
});

function jobOf(source: string, identities: Partial<IdentityFlags>): ReturnType<typeof readJob> {
  const destination = "sourceProfile" in identities ? "s3://dev-b" : ".";
  return readJob({
    source,
    destination,
    cwd: "/",
    options: DEFAULT_SYNC_OPTIONS,
    identities: { ownerProfiles: [], ...identities },
  });
}
