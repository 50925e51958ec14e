import { type CauseId, type GrantRefusal, unusableKeys } from "../access/index.ts";
import type { Blocker } from "./blocker.ts";
import type { Answer, Perspective } from "./check-job.ts";

/** What mends a denial. */
export type Remedy =
  /** Statements that the policies lack, which `sluice grant` writes. */
  | { readonly kind: "grant" }
  /** A Deny is its owner's to mend. */
  | { readonly kind: "exception" }
  /** The caller may say that it pays (S3 User Guide, Using Requester Pays buckets). */
  | { readonly kind: "requestPayer" }
  /** The Deny asks for TLS. */
  | { readonly kind: "useTls" }
  /** The Deny asks for a header that a flag sends. */
  | { readonly kind: "sendHeader" }
  /** `RestrictPublicBuckets` stops everybody else while a statement is public. */
  | { readonly kind: "unpublish" }
  /** The bucket takes no such ACL. */
  | { readonly kind: "dropAcl" }
  /** The bucket takes no objects under customers' keys. */
  | { readonly kind: "otherEncryption" }
  /** The VPC endpoint does not lead there. */
  | { readonly kind: "otherWay" }
  /** Something that no grant reaches. */
  | { readonly kind: "refused"; readonly refusal: GrantRefusal };

/** A denied need, the layers that stop it, and why. */
interface Stopped {
  readonly answer: Answer;
  readonly blockers: readonly Blocker[];
  readonly causes: readonly CauseId[];
}

/** What mends a denied need. */
export function remedyOf({ answer, blockers, causes }: Stopped, { facts }: Perspective): Remedy {
  if (blockers.some(({ layer }) => layer === "requesterPays")) return { kind: "requestPayer" };
  if (blockers.length > 0 && blockers.every(({ kind }) => kind === "denies")) {
    return denyRemedies[causes[0] ?? "C14"] ?? { kind: "exception" };
  }
  const [key] = unusableKeys([answer], facts);
  if (key !== undefined) return { kind: "refused", refusal: key };
  const isEndpointKnown = facts.limits.vpcEndpoint.known === true;
  const limits = blockers
    .filter(isLimit)
    .filter(({ layer }) => layer !== "vpcEndpoint" || !isEndpointKnown);
  const [limit] = limits;
  if (limit === undefined || limits.length < blockers.length) return { kind: "grant" };
  const { layer, account } = limit;
  return { kind: "refused", refusal: { code: "limit-silent", need: answer.need, layer, account } };
}

/** Where a request can be made otherwise, or a setting be met, nobody need touch a Deny. */
const denyRemedies: Readonly<Partial<Record<CauseId, Remedy>>> = {
  C15: { kind: "useTls" },
  C20: { kind: "sendHeader" },
  C21: { kind: "unpublish" },
  C23: { kind: "dropAcl" },
  C27: { kind: "dropAcl" },
  C38: { kind: "otherEncryption" },
  C51: { kind: "otherWay" },
};

/** The causes that a remedy shows: which state a key is in, no layer tells. */
export function causesOfRemedy(remedy: Remedy): readonly CauseId[] {
  if (remedy.kind !== "refused" || remedy.refusal.code !== "key-unusable") return [];
  const { key, state } = remedy.refusal;
  switch (state) {
    case "awsManaged":
      return ["C44"];
    case "absent":
      return key.includes(":alias/") ? ["C45"] : ["C45", "C47"];
    case "otherRegion":
      return ["C47"];
    case "disabled":
    case "pendingDeletion":
      return ["C48"];
  }
}

const limitLayers = [
  "boundary",
  "session",
  "serviceControl",
  "resourceControl",
  "vpcEndpoint",
  "accessPoint",
  "objectOwnership",
] as const;

type Limit = Blocker & { readonly layer: (typeof limitLayers)[number] };

/** A layer that grants nothing by itself, and does not allow what is asked. */
function isLimit(blocker: Blocker): blocker is Limit {
  return blocker.kind !== "unread" && limitLayers.some((layer) => layer === blocker.layer);
}
