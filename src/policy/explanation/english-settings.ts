import { quotedText } from "./printable-text.ts";
import type { ExplanationWords } from "./words.ts";

const places = {
  organization: "the organization",
  account: "the account",
  bucket: "the bucket",
  accessPoint: "the access point",
} as const;

/** Why a setting of S3 stops a request, in English. */
export const englishSettings: ExplanationWords["settings"] = {
  publicAccess: ({ flag, setOn }, statements) => {
    const where = `${flag} of Block Public Access, set on ${setOn.map((place) => places[place]).join(" and ")},`;
    const public_ = statements.length === 0 ? "" : `: ${statements.join(" and ")} makes it public`;
    switch (flag) {
      case "RestrictPublicBuckets":
        return `${where} shuts every other account out of a bucket whose policy is public${public_}`;
      case "BlockPublicPolicy":
        return `${where} refuses a policy that is public${public_}`;
      case "BlockPublicAcls":
        return `${where} refuses an ACL that is public`;
    }
  },
  acl: ({ owner, isForeign, ignoredOn }) => {
    const ignored =
      ignoredOn.length === 0
        ? ""
        : `; IgnorePublicAcls, set on ${ignoredOn.map((place) => places[place]).join(" and ")}, takes public grants away`;
    switch (isForeign) {
      case "yes":
        return `the object belongs to account ${owner}, so no bucket policy can allow it, and its ACL does not${ignored}`;
      case "no":
        return `no ACL grants it${ignored}`;
      case "unknown":
        return `nobody could say who owns the object: an Allow of the bucket policy covers only objects of the bucket's owner${ignored}`;
    }
  },
  aclsDisabled: ({ acl }) => `the bucket takes no ACLs, and the request brings ${quotedText(acl)}`,
  requesterPays: ({ acceptsCharges }) =>
    acceptsCharges
      ? "the bucket is Requester Pays, and unsigned requests cannot pay"
      : "the bucket is Requester Pays, and the request does not accept the charges: `--request-payer requester` does",
  sseCBlocked: () => "the bucket refuses new objects under customers' keys (SSE-C)",
  expectedOwner: ({ expected, actual }) =>
    `the request expects the bucket to belong to account ${expected}, and it belongs to ${actual}`,
  endpointRegion: ({ region, bucketRegion }) =>
    `the VPC endpoint is in ${region} and reaches buckets of that region only, and this one is in ${bucketRegion}`,
  accessPointVpc: ({ vpc, from }) =>
    `the access point takes requests from VPC ${quotedText(vpc)} only, and this one came ${from === undefined ? "over the internet" : `from ${quotedText(from)}`}`,
};
