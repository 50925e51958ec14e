import type { CopyJobs } from "../needs/job-needs.ts";
import type { AccountReader } from "../ports.ts";
import { factsOfBatchService, factsOfJobRole } from "./batch-service-facts.ts";
import type { Facts } from "./facts.ts";
import { type FactQuestions, gatherFacts } from "./gather-facts.ts";
import { standingOf } from "./organization-facts.ts";
import { factsOfStandIn, standInAsRole } from "./stand-in.ts";

/** Which jobs, and who may tell of their role and the buckets that it touches. */
interface JobFactQuestions extends Pick<
  FactQuestions,
  "organizations" | "buckets" | "keys" | "withoutAcls"
> {
  readonly jobs: CopyJobs;
  readonly readers: readonly AccountReader[];
}

/** What a job's requests rest on: the facts of its role, and those of the service that opens it. */
export interface JobFacts {
  readonly role: Facts;
  readonly service: Facts;
}

/** Reads what is to be known of the role of jobs, through the identities at hand. */
export async function gatherJobFacts(questions: JobFactQuestions): Promise<JobFacts> {
  const { jobs, readers, organizations = [], ...rest } = questions;
  const { account, insiders, reader, trust } = await standInAsRole(jobs.roleArn, readers);
  const [facts, resourceControl] = await Promise.all([
    gatherFacts({ caller: reader, owners: readers, organizations, ...rest }),
    standingOf(account, { named: organizations, own: insiders }).then((standing) =>
      standing.controlPolicies("resource"),
    ),
  ]);
  const role = factsOfJobRole(factsOfStandIn(jobs.roleArn, facts));
  return { role, service: factsOfBatchService(jobs, role, { policy: trust, resourceControl }) };
}
