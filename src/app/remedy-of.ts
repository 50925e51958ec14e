import { type GrantRefusal, unusableKeys } from "../access/index.ts";
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
  /** Something that no grant reaches. */
  | { readonly kind: "refused"; readonly refusal: GrantRefusal };

/** What mends a denied need, given the layers that stop it. */
export function remedyOf(
  answer: Answer,
  blockers: readonly Blocker[],
  { facts }: Perspective,
): Remedy {
  if (blockers.some(({ layer }) => layer === "requesterPays")) return { kind: "requestPayer" };
  if (blockers.length > 0 && blockers.every(({ kind }) => kind === "denies")) {
    return { kind: "exception" };
  }
  const [key] = unusableKeys([answer], facts);
  if (key !== undefined) return { kind: "refused", refusal: key };
  const limits = blockers.filter(isLimit);
  const [limit] = limits;
  if (limit === undefined || limits.length < blockers.length) return { kind: "grant" };
  const { layer, account } = limit;
  return { kind: "refused", refusal: { code: "limit-silent", need: answer.need, layer, account } };
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
