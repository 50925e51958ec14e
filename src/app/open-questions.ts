import { joinSentences, parseAccessPointArn, type Sentence } from "../aws/index.ts";
import { accountCaller } from "../policy/index.ts";
import type { CheckResult, Perspective } from "./check-job.ts";

/** A fact that is missing from a check, and the account whose people could tell it. */
export interface OpenQuestion {
  readonly what:
    | "identityPolicies"
    | "boundary"
    | "serviceControl"
    | "accessPoint"
    | "bucketPolicy"
    | "bucketSettings"
    | "encryption"
    | "resourceControl";
  /** The bucket, or the account of the caller. */
  readonly of: string;
  /** Absent where that is not known either. */
  readonly account?: string;
  /** Who was asked, and what AWS said. */
  readonly why: Sentence;
}

/** What a check could not read, or took to be open, and others may answer. */
export function openQuestions({ perspectives }: CheckResult): readonly OpenQuestion[] {
  const all = perspectives.flatMap(({ facts }) => [...ofCaller(facts), ...ofBuckets(facts)]);
  const unlike = new Map(all.map((question) => [`${question.what} ${question.of}`, question]));
  return [...unlike.values()];
}

type Facts = Perspective["facts"];
type BucketFacts = NonNullable<ReturnType<Facts["buckets"]["get"]>>;

/** A fact or an assumption. */
interface Told {
  readonly known: boolean | "assumed";
  readonly why?: Sentence;
}

function ofCaller({ caller, identityPolicies, limits }: Facts): readonly OpenQuestion[] {
  const account = accountCaller(caller)?.account ?? "";
  return [
    ...ask({ what: "identityPolicies", of: account, account }, [identityPolicies]),
    ...ask({ what: "boundary", of: account, account }, [limits.boundary]),
    ...ask({ what: "serviceControl", of: account, ...managerOf(limits) }, [limits.serviceControl]),
  ];
}

function ofBuckets({ buckets, limits }: Facts): readonly OpenQuestion[] {
  return [...buckets].flatMap(([name, facts]) => {
    const { owner, policy, settings, encryption, resourceControl, accessPoint } = facts;
    const ofPoint = accessPoint === undefined ? [] : ofAccessPoint(name, accessPoint);
    // Nobody can tell of a bucket before its access point is known.
    if (accessPoint?.known === false) return ofPoint;
    const of = accessPoint?.value.bucket ?? name;
    const asked = { of, ...(owner.known && { account: owner.value }) };
    const { accountBlock, bucketBlock, ownership, requesterPays } = settings ?? {};
    const control = { what: "resourceControl", of, ...managerOf(limits) } as const;
    return [
      ...ofPoint,
      ...ask({ what: "bucketPolicy", ...asked }, [policy]),
      ...ask(
        { what: "bucketSettings", ...asked },
        // What was left out of them on purpose is no question.
        [accountBlock, bucketBlock, ownership, requesterPays].filter(
          (fact) => fact?.known === false,
        ),
      ),
      ...ask({ what: "encryption", ...asked }, [encryption, ...keysOf(encryption)]),
      ...(owner.known ? ask(control, [resourceControl]) : []),
    ];
  });
}

/** Its own account can tell, which only an ARN names. */
function ofAccessPoint(
  name: string,
  fact: NonNullable<BucketFacts["accessPoint"]>,
): readonly OpenQuestion[] {
  const of = fact.known ? fact.value.arn : name;
  const account = parseAccessPointArn(of)?.account;
  const question = { what: "accessPoint", of, ...(account !== undefined && { account }) } as const;
  return ask(question, fact.known ? [fact.value.policy] : [fact]);
}

function ask(
  question: Omit<OpenQuestion, "why">,
  facts: readonly (Told | undefined)[],
): readonly OpenQuestion[] {
  const missing = facts.filter((fact) => fact !== undefined && fact.known !== true);
  const why = joinSentences(missing.flatMap((fact) => fact?.why ?? []));
  return missing.length === 0 ? [] : [{ ...question, why }];
}

/** A key may be there with its policy kept back. */
function keysOf(encryption: BucketFacts["encryption"]): readonly Told[] {
  if (encryption?.known !== true) return [];
  return [encryption.value?.read, encryption.value?.write].flatMap((key) =>
    key?.policy === "unreadable" || key?.grants === "unreadable"
      ? [{ known: false, why: unreadKey(key.arn) }]
      : [],
  );
}

function unreadKey(arn: string): Sentence {
  return {
    en: `the policy or grants of ${arn} could not be read`,
    ja: `${arn} のポリシーかグラントを読めませんでした`,
  };
}

/** Where one organization is known, its management account can tell. */
function managerOf({ managementAccounts }: Facts["limits"]): { readonly account?: string } {
  const [account, ...others] = managementAccounts;
  return account === undefined || others.length > 0 ? {} : { account };
}
