import type { OrganizationLevel, RequestContext } from "../../policy/index.ts";
import type { AccountReader } from "../ports.ts";
import { askForPolicy, bucketFacts } from "./bucket-facts.ts";
import { callerFacts, identityPoliciesOf, principalArnOf } from "./caller-facts.ts";
import { callerOfIdentity } from "./caller-of-identity.ts";
import { assumed, type Facts, unknown } from "./facts.ts";
import { firstKnown } from "./first-known.ts";
import { limitsOf } from "./limits-of.ts";
import { ordinarySurroundings } from "./surroundings.ts";

/** Whom to ask, and about what. */
export interface FactQuestions {
  /** The identity that runs. */
  readonly caller: AccountReader;
  /** Identities of other accounts that may know more of the buckets. */
  readonly owners: readonly AccountReader[];
  readonly buckets: readonly string[];
  readonly surroundings?: RequestContext;
}

/** Reads all facts at once; what AWS refuses to tell becomes unknown, with AWS's reason. */
export async function gatherFacts(questions: FactQuestions): Promise<Facts> {
  const readers = [questions.caller, ...questions.owners];
  const [identity, others, answers] = await Promise.all([
    questions.caller.callerIdentity(),
    Promise.all(questions.owners.map((reader) => reader.callerIdentity())),
    Promise.all(questions.buckets.map((bucket) => askForPolicy(bucket, readers))),
  ]);
  const organizationId = unknown<string | undefined>(
    "`organizations:DescribeOrganization` was not asked",
  );
  const buckets = new Map(
    questions.buckets.map((bucket, i) => {
      const facts = bucketFacts(answers[i] ?? [], [identity, ...others], readers);
      const resourceControl = assumed<readonly OrganizationLevel[]>(
        "resource control policies were not asked for",
      );
      return [bucket, { ...facts, organizationId, resourceControl }] as const;
    }),
  );
  const shown = callerOfIdentity(identity);
  // Whoever is of the caller's account may read what the caller itself may not.
  const insiders = [
    questions.caller,
    ...questions.owners.filter((_, i) => others[i]?.account === identity.account),
  ];
  const [principalArn, identityPolicies, limits] = await Promise.all([
    principalArnOf(shown, insiders, buckets),
    firstKnown(insiders, (reader) => identityPoliciesOf(shown, reader)),
    limitsOf(shown, insiders),
  ]);
  return {
    ...callerFacts(shown.caller, principalArn, identityPolicies),
    callerLabel: questions.caller.label,
    limits,
    organizationId,
    buckets,
    surroundings: new Map([...ordinarySurroundings, ...(questions.surroundings ?? [])]),
  };
}
