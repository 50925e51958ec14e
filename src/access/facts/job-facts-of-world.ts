import { parseArn, UsageError } from "../../aws/index.ts";
import { organizationPolicies, type World, type WorldRole } from "../../policy/index.ts";
import type { CopyJobs } from "../needs/job-needs.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { factsOfBatchService, factsOfJobRole } from "./batch-service-facts.ts";
import { known } from "./facts.ts";
import { factsOfWorld } from "./facts-of-world.ts";
import type { JobFacts } from "./gather-job-facts.ts";
import { requireSamePath } from "./require-same-path.ts";

const FROM = "the world";
const SESSION = "any";

/** The facts that a world gives of the role of jobs; one that is not there has no policies, and trusts nobody. */
export function jobFactsOfWorld(
  world: World,
  jobs: CopyJobs,
  buckets: readonly string[],
): JobFacts {
  const { account = "", resource = "" } = parseArn(jobs.roleArn) ?? {};
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  const path = resource.slice("role".length, resource.lastIndexOf("/") + 1);
  const home = world.accounts[account];
  if (home === undefined) throw noSuchAccount(account, jobs.roleArn);
  const standing = Object.hasOwn(home.roles, name) ? home.roles[name] : undefined;
  if (standing !== undefined) {
    const prefix = jobs.roleArn.slice(0, -resource.length);
    requireSamePath(jobs.roleArn, `${prefix}role${standing.path}${name}`);
  }
  const { trustPolicy, ...rest } = standing ?? roleOfNothing(path);
  const opened = { ...rest, sessions: { [SESSION]: { profile: jobs.roleArn } } };
  const roles = { ...home.roles, [name]: opened };
  const accounts = { ...world.accounts, [account]: { ...home, roles } };
  const role = factsOfJobRole(factsOfWorld({ ...world, accounts }, jobs.roleArn, buckets));
  const { resourceControl } = organizationPolicies(world)({ resource: account });
  const policy =
    trustPolicy === undefined
      ? known(undefined, FROM)
      : attachedPolicy(
          { name: "trust policy", text: trustPolicy, attachedTo: jobs.roleArn, kind: "trust" },
          FROM,
        );
  const levels = resourceControl === "unreadable" ? undefined : resourceControl;
  const trust = { policy, resourceControl: known(levels, FROM) };
  return { role, service: factsOfBatchService(jobs, role, trust) };
}

function roleOfNothing(path: string): Omit<WorldRole, "sessions"> {
  return { path, managedPolicies: [], inlinePolicies: {} };
}

function noSuchAccount(account: string, roleArn: string): UsageError {
  return new UsageError({
    en: `cannot find account \`${account}\` of role \`${roleArn}\` in the world`,
    ja: `ロール \`${roleArn}\` のアカウント \`${account}\` はワールドにありません`,
  });
}
