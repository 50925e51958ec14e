import { sameInBoth } from "../../aws/index.ts";
import { BATCH_OPERATIONS, type CopyJobs, jobArns } from "../needs/job-needs.ts";
import { type Facts, known, type RoleTrust } from "./facts.ts";
import { ordinarySurroundings } from "./surroundings.ts";

const FROM = "--on s3-batch";

/** What S3 Batch Operations opens a role's session by: its trust policy alone, for jobs of one account. */
export function factsOfBatchService(
  jobs: CopyJobs,
  { identityPolicies, limits: { managementAccounts }, organizationId }: Facts,
  trust: Pick<RoleTrust, "policy" | "resourceControl">,
): Facts {
  const none = known(undefined, FROM);
  return {
    caller: { kind: "service", name: BATCH_OPERATIONS },
    callerLabel: sameInBoth(FROM),
    principalArn: known(BATCH_OPERATIONS, FROM),
    identityPolicies: known([], FROM),
    limits: {
      boundary: none,
      session: none,
      serviceControl: none,
      vpcEndpoint: none,
      managementAccounts,
    },
    organizationId,
    buckets: new Map(),
    surroundings: new Map([
      ...ordinarySurroundings,
      ["aws:sourceaccount", [jobs.account]],
      // Of the job that is yet to be; its ARN begins as all of them do.
      ["aws:sourcearn", "unknown"],
    ]),
    trust: { ...trust, roleArn: jobs.roleArn, identityPolicies, sourceArns: jobArns(jobs) },
  };
}

/** The facts of a job's role: its requests come from AWS itself, in no session of ours. */
export function factsOfJobRole(facts: Facts): Facts {
  const { limits } = facts;
  const none = known(undefined, FROM);
  return {
    ...facts,
    callerLabel: sameInBoth("--batch-role"),
    // AWS documents no session policy for it, and no way through a VPC endpoint.
    limits: { ...limits, session: none, vpcEndpoint: none },
  };
}
