import { AwsError } from "../../aws/index.ts";
import {
  type AttachedPolicy,
  type Caller,
  parsePolicy,
  type RequestContext,
} from "../../policy/index.ts";
import type { AccountReader, CallerIdentity, ReadPolicy } from "../ports.ts";
import { callerOfIdentity, type ShownCaller } from "./caller-of-identity.ts";
import { type BucketFacts, type Fact, type Facts, known, unknown } from "./facts.ts";
import { principalNamedIn } from "./principal-named-in.ts";
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
      return [bucket, { ...facts, organizationId }] as const;
    }),
  );
  const shown = callerOfIdentity(identity);
  const [principalArn, identityPolicies] = await Promise.all([
    principalArnOf(shown, questions.caller, buckets),
    identityPoliciesOf(shown, questions.caller),
  ]);
  return {
    ...callerFacts(shown.caller, principalArn, identityPolicies),
    callerLabel: questions.caller.label,
    organizationId,
    buckets,
    surroundings: new Map([...ordinarySurroundings, ...(questions.surroundings ?? [])]),
  };
}

/** One identity's answer about one bucket. */
type Answer = Fact<AttachedPolicy | undefined> & { readonly mayRead: boolean };

function askForPolicy(bucket: string, readers: readonly AccountReader[]): Promise<Answer[]> {
  return Promise.all(
    readers.map(async (reader): Promise<Answer> => {
      const text = await attempt(`GetBucketPolicy as ${reader.label}`, () =>
        reader.bucketPolicy(bucket),
      );
      if (!text.known) return { ...text, mayRead: false };
      if (text.value === undefined) return { ...known(undefined, text.from), mayRead: true };
      const attachment = { name: "bucket policy", attachedTo: `arn:aws:s3:::${bucket}` };
      return {
        ...attached({ ...attachment, text: text.value }, "resource", text.from),
        mayRead: true,
      };
    }),
  );
}

/** S3 answers GetBucketPolicy to the owning account alone: others get 403, or 405 when permitted. */
function bucketFacts(
  answers: readonly Answer[],
  identities: readonly CallerIdentity[],
  readers: readonly AccountReader[],
): Pick<BucketFacts, "owner" | "policy"> {
  const i = answers.findIndex((answer) => answer.mayRead);
  const answer = answers[i];
  const owner = identities[i];
  if (answer !== undefined && owner !== undefined) {
    const from = `GetBucketPolicy as ${readers[i]?.label ?? "owner"}`;
    return { owner: known(owner.account, from), policy: answer };
  }
  const why = answers.map((refused) => (refused.known ? "" : refused.why)).join("; ");
  return { owner: unknown(why), policy: unknown(why) };
}

async function principalArnOf(
  shown: ShownCaller,
  reader: AccountReader,
  buckets: ReadonlyMap<string, BucketFacts>,
): Promise<Fact<string>> {
  switch (shown.kind) {
    case "root":
    case "user":
    case "federatedUser":
      return known(shownArn(shown.caller), `GetCallerIdentity as ${reader.label}`);
    case "roleSession": {
      const role = await attempt(`GetRole as ${reader.label}`, () => reader.role(shown.roleName));
      if (role.known) return known(role.value.arn, role.from);
      return principalNamedIn(buckets, shown.caller, shown.roleName) ?? unknown(role.why);
    }
  }
}

async function identityPoliciesOf(
  shown: ShownCaller,
  reader: AccountReader,
): Promise<Fact<readonly AttachedPolicy[]>> {
  switch (shown.kind) {
    case "root":
      return known([], "root user");
    case "federatedUser":
      return unknown("policies of a federated user session cannot be read");
    case "user":
      return identityPolicies(`policies of user ${shown.userName} as ${reader.label}`, shown, () =>
        reader.userPolicies(shown.userName),
      );
    case "roleSession":
      return identityPolicies(`policies of role ${shown.roleName} as ${reader.label}`, shown, () =>
        reader.rolePolicies(shown.roleName),
      );
  }
}

async function identityPolicies(
  from: string,
  shown: ShownCaller,
  read: () => Promise<readonly ReadPolicy[]>,
): Promise<Fact<readonly AttachedPolicy[]>> {
  const policies = await attempt(from, read);
  if (!policies.known) return policies;
  const value: AttachedPolicy[] = [];
  for (const policy of policies.value) {
    const fact = attached({ ...policy, attachedTo: shownArn(shown.caller) }, "identity", from);
    // One policy that we cannot read hides a possible Deny: then the whole layer is unknown.
    if (!fact.known) return fact;
    value.push(fact.value);
  }
  return known(value, from);
}

function attached(
  policy: ReadPolicy & { readonly attachedTo: string },
  kind: "identity" | "resource",
  from: string,
): Fact<AttachedPolicy> {
  const { text, ...rest } = policy;
  const parsed = parsePolicy(text, kind);
  if (parsed.ok) return known({ ...rest, document: parsed.value }, from);
  const { message, line, column } = parsed.problems[0];
  return unknown(`${policy.name} of ${policy.attachedTo}, ${line}:${column}: ${message}`);
}

function shownArn(caller: Caller): string {
  return caller.kind === "anonymous" ? "anonymous" : caller.arn;
}

/** Puts the role's path, once it is known, into every place that names the role. */
function callerFacts(
  caller: Caller,
  principalArn: Fact<string>,
  identityPolicies: Fact<readonly AttachedPolicy[]>,
): Pick<Facts, "caller" | "principalArn" | "identityPolicies"> {
  if (caller.kind !== "roleSession") return { caller, principalArn, identityPolicies };
  const roleArn = principalArn.known ? principalArn.value : caller.roleArn;
  return {
    caller: { ...caller, roleArn },
    principalArn,
    identityPolicies: identityPolicies.known
      ? {
          ...identityPolicies,
          value: identityPolicies.value.map((policy) => ({ ...policy, attachedTo: roleArn })),
        }
      : identityPolicies,
  };
}

// With bad credentials every read fails alike: that is the run's end, not an unknown policy.
const badCredentials: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidToken",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
]);

async function attempt<T>(from: string, read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await read(), from);
  } catch (error) {
    if (error instanceof AwsError && !badCredentials.has(error.code)) {
      return unknown(`${from}: ${error.code}`);
    }
    throw error;
  }
}
