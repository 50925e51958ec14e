import type { Sentence } from "../../aws/index.ts";
import type { AttachedPolicy } from "../../policy/index.ts";
import { type Fact, type Facts, known, unknown } from "../facts/facts.ts";
import { factsByOwnName } from "../facts/own-name.ts";
import { knownAccessPoints } from "../facts/known-access-points.ts";
import { knownKeys } from "../facts/known-keys.ts";
import type { GrantedDocument } from "./grant-proposal.ts";
import { isOwnInline } from "./identity-document.ts";

/** A document as it stands, undefined when there is none. */
export function standingPolicy(place: GrantedDocument, facts: Facts): StandingPolicy {
  if ("policyName" in place) return inline(place.policyName, facts);
  switch (place.kind) {
    case "bucketPolicy":
      return ofBucket(place.bucket, facts);
    case "accessPointPolicy":
      return ofAccessPoint(place.accessPoint, facts);
    case "keyPolicy":
    case "keyGrant":
      return ofKey(place, facts);
    case "vpcEndpointPolicy": {
      const { vpcEndpoint } = facts.limits;
      return vpcEndpoint.known === "assumed" ? unknown(vpcEndpoint.why) : vpcEndpoint;
    }
    case "trustPolicy":
      return facts.trust?.policy ?? unknown(notAsked("role", place.role));
  }
}

const kinds = {
  role: { en: "role", ja: "ロール" },
  bucket: { en: "bucket", ja: "バケット" },
  accessPoint: { en: "access point", ja: "アクセスポイント" },
} as const;

function notAsked(kind: keyof typeof kinds, name: string): Sentence {
  const { en, ja } = kinds[kind];
  return { en: `${en} ${name} was not asked`, ja: `${ja} ${name} には問い合わせていません` };
}

type StandingPolicy = Fact<AttachedPolicy | undefined>;

function ofBucket(bucket: string, facts: Facts): StandingPolicy {
  return factsByOwnName(bucket, facts)?.policy ?? unknown(notAsked("bucket", bucket));
}

function ofAccessPoint(arn: string, facts: Facts): StandingPolicy {
  const found = knownAccessPoints(facts).find((point) => point.arn === arn);
  return found?.policy ?? unknown(notAsked("accessPoint", arn));
}

/** By its name no grant stands: what it says is in the name. */
function ofKey(
  { key, kind }: Extract<GrantedDocument, { readonly key: string }>,
  facts: Facts,
): StandingPolicy {
  const { policy = "unreadable", grants = "unreadable" } = knownKeys(facts).get(key) ?? {};
  const isGrant = kind === "keyGrant";
  if ((isGrant ? grants : policy) === "unreadable") {
    return unknown({
      en: `the ${isGrant ? "grants" : "policy"} of key ${key} could not be read`,
      ja: `キー ${key} の${isGrant ? "グラント" : "ポリシー"}を読めませんでした`,
    });
  }
  const standing = isGrant || policy === "unreadable" ? undefined : policy[0];
  return known(standing, isGrant ? "ListGrants" : "GetKeyPolicy");
}

function inline(policyName: string, { identityPolicies }: Facts): StandingPolicy {
  if (!identityPolicies.known) return identityPolicies;
  const own = identityPolicies.value.find((policy) => isOwnInline(policy, policyName));
  return known(own, identityPolicies.from);
}
