import type { OrganizationLevel, RequestContext } from "../../policy/index.ts";
import type { AccountReader } from "../ports.ts";
import { askForPolicy, bucketFacts } from "./bucket-facts.ts";
import { callerFacts, identityPoliciesOf, principalArnOf } from "./caller-facts.ts";
import { callerOfIdentity } from "./caller-of-identity.ts";
import { bucketSettingFacts } from "./bucket-setting-facts.ts";
import { type EncryptionQuestion, encryptionFacts } from "./encryption-facts.ts";
import { assumed, type BucketFacts, type Facts, unknown } from "./facts.ts";
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
  const identities = [identity, ...others];
  const about = questions.buckets.map((bucket, i) => ({
    bucket,
    facts: bucketFacts(answers[i] ?? [], identities, readers),
  }));
  const shown = callerOfIdentity(identity);
  // Whoever is of the caller's account may read what the caller itself may not.
  const insiders = [
    questions.caller,
    ...questions.owners.filter((_, i) => others[i]?.account === identity.account),
  ];
  const readersOf = (account: string): readonly AccountReader[] =>
    readers.filter((_, i) => identities[i]?.account === account);
  const policies = new Map(about.map(({ bucket, facts }) => [bucket, facts]));
  const [principalArn, identityPolicies, limits, settings] = await Promise.all([
    principalArnOf(shown, insiders, policies),
    firstKnown(insiders, (reader) => identityPoliciesOf(shown, reader)),
    limitsOf(shown, insiders),
    Promise.all(
      about.map(async ({ bucket, facts: { owner } }) => {
        if (!owner.known) return {};
        return ownersFacts({ bucket, owner: owner.value, caller: identity.account, readersOf });
      }),
    ),
  ]);
  const resourceControl = assumed<readonly OrganizationLevel[]>(
    "resource control policies were not asked for",
  );
  const buckets = new Map(
    about.map(({ bucket, facts }, i) => [
      bucket,
      { ...facts, organizationId, resourceControl, ...settings[i] },
    ]),
  );
  return {
    ...callerFacts(shown.caller, principalArn, identityPolicies),
    callerLabel: questions.caller.label,
    limits,
    organizationId,
    buckets,
    surroundings: new Map([...ordinarySurroundings, ...(questions.surroundings ?? [])]),
  };
}

/** What only the owner's people may read; where none of them is asked, nothing but the policy bears on it. */
async function ownersFacts(
  question: EncryptionQuestion,
): Promise<Pick<BucketFacts, "settings" | "encryption">> {
  const { bucket, owner, readersOf } = question;
  const [settings, encryption] = await Promise.all([
    bucketSettingFacts(bucket, owner, readersOf(owner)),
    encryptionFacts(question),
  ]);
  return { settings, encryption };
}
