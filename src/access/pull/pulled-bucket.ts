import { type Acl, granteeText, type KeyFacts } from "../../policy/index.ts";
import { joinSentences, parseArn, type Sentence } from "../../aws/index.ts";
import type { BucketFacts, LimitFact } from "../facts/facts.ts";
import { pulledAccessPoint } from "./pulled-access-point.ts";
import { NOBODY_ASKED } from "./nobody-asked.ts";
import type { PulledAccount } from "./pulled-principal.ts";

/** A bucket in the form of world files, with its owner's account and its key; or why there is none. */
export type PulledBucket =
  | { readonly parts: readonly { readonly account: string; readonly told: PulledAccount }[] }
  | { readonly lacks: Sentence };

/** Writes a bucket, by its own name; one that is not known whole is left out, since a world has no word for that. */
export function pulledBucket(name: string, facts: BucketFacts): PulledBucket {
  const { owner, encryption, accessPoint } = facts;
  const why = missingIn(facts);
  if (why.length > 0 || !owner.known) return { lacks: lackOf(name, joinSentences(why)) };
  const key = valueOf(encryption)?.read;
  if (key?.policy === "unreadable" || key?.grants === "unreadable") {
    const reason = {
      en: `the policy or the grants of ${key.arn} could not be read`,
      ja: `${key.arn} のポリシーかグラントを読めませんでした`,
    };
    return { lacks: lackOf(name, reason) };
  }
  const block = valueOf(facts.settings?.accountBlock);
  const ownName = accessPoint?.known === true ? accessPoint.value.bucket : name;
  const account = {
    account: owner.value,
    told: {
      buckets: { [ownName]: { ...writtenBucket(facts), ...pulledAccessPoint(facts) } },
      ...(block && { publicAccessBlock: { ...block } }),
    },
  };
  return { parts: [account, ...keyPart(key)] };
}

function lackOf(name: string, { en, ja }: Sentence): Sentence {
  return { en: `bucket ${name}: ${en}`, ja: `バケット ${name}: ${ja}` };
}

function missingIn(facts: BucketFacts): readonly Sentence[] {
  const { accessPoint, owner, policy, settings, encryption } = facts;
  const { accountBlock, bucketBlock, ownership, requesterPays } = settings ?? {};
  const all = owner.known
    ? [
        policy,
        accountBlock,
        bucketBlock,
        ownership,
        requesterPays,
        encryption,
        ...(accessPoint?.known === true ? [accessPoint.value.policy] : []),
      ]
    : [owner];
  return all.flatMap((fact) => (fact?.known === true ? [] : [fact?.why ?? NOBODY_ASKED]));
}

function writtenBucket({ policy, settings, encryption, region }: BucketFacts): object {
  const { bucketBlock, ownership, requesterPays } = settings ?? {};
  const owned = valueOf(ownership);
  const keys = valueOf(encryption);
  const acl = grantsOf(owned?.bucketAcl ?? []);
  return {
    ...(region !== undefined && { region }),
    publicAccessBlock: valueOf(bucketBlock),
    objectOwnership: owned?.setting,
    ...(acl.length > 0 && { acl }),
    requesterPays: valueOf(requesterPays),
    ...(keys !== undefined &&
      keys.blocksCustomerKeys !== "unreadable" && { blocksCustomerKeys: keys.blocksCustomerKeys }),
    ...(keys?.read && { encryption: encryptionOf(keys.read, keys.bucketKey) }),
    ...writtenPolicy(policy),
  };
}

function writtenPolicy(policy: BucketFacts["policy"]): object {
  const text = valueOf(policy)?.document.text;
  return text === undefined ? {} : { policy: text };
}

function grantsOf(acl: Acl): readonly object[] {
  return acl.map(({ grantee, permission }) => ({ grantee: granteeText(grantee), permission }));
}

function valueOf<T>(fact: LimitFact<T> | undefined): T | undefined {
  return fact?.known === true ? fact.value : undefined;
}

/** AWS's own key for S3 comes with a world by itself. */
function isManaged({ context }: KeyFacts): boolean {
  const aliases = context.get("kms:resourcealiases");
  return Array.isArray(aliases) && aliases.includes("alias/aws/s3");
}

function encryptionOf(key: KeyFacts, bucketKey: boolean): object {
  return { kmsKey: isManaged(key) ? "alias/aws/s3" : key.arn, bucketKey };
}

function keyPart(
  key: KeyFacts | undefined,
): readonly { readonly account: string; readonly told: PulledAccount }[] {
  if (key === undefined || isManaged(key) || key.state === "absent") return [];
  const { account = "", region = "", resource = "" } = parseArn(key.arn) ?? {};
  const [policy] = key.policy === "unreadable" ? [] : key.policy;
  const written = {
    region,
    state: key.state,
    ...(policy && { policy: policy.document.text }),
    grants: key.grants,
  };
  return [{ account, told: { keys: { [resource.replace(/^key\//, "")]: written } } }];
}
