import type { Tri } from "../decision.ts";
import type { EvaluatedGate } from "../evaluate/evaluate-gate.ts";
import { type Relation, relationOf } from "../evaluate/relation-of.ts";
import type { RequestFacts } from "../evaluate/request-facts.ts";
import type { PolicyLayers } from "../request.ts";
import { accessPointGate } from "./access-point-gate.ts";
import { accountOfAccessPoint } from "./access-point-request.ts";
import { aclGate } from "./acl-gate.ts";
import { type ObjectOwner, objectOwner } from "./object-owner.ts";

/** What access points and ACLs add to the policies of a request. */
export interface S3Gates {
  /** The caller's to the owner of what is asked for. */
  readonly relation: Relation;
  readonly owner: ObjectOwner;
  readonly granted: Tri;
  readonly acl?: EvaluatedGate | undefined;
  readonly accessPoint?: (EvaluatedGate & { readonly relation: Relation }) | undefined;
}

/** `below` is the same request as the bucket's policy sees it; they differ at access points. */
export function s3Gates(
  facts: RequestFacts,
  below: RequestFacts,
  layers: PolicyLayers,
): S3Gates | undefined {
  const { accessPoint: point, ownership } = layers;
  if (point === undefined && (ownership === undefined || isPlain(ownership))) return undefined;
  if (!facts.action.startsWith("s3:")) return undefined;
  const { request } = facts;
  const owner = objectOwner(below.request, layers);
  const resourceAccount = owner.isForeign === "yes" ? owner.account : request.resourceAccount;
  const acl = aclGate(below.request, layers, owner);
  return {
    relation: relationOf({ ...request, resourceAccount }),
    owner,
    granted: acl?.allows ?? "no",
    acl,
    accessPoint: point && {
      ...accessPointGate(facts, point),
      relation: relationOf({ ...request, resourceAccount: accountOfAccessPoint(point) }),
    },
  };
}

function isPlain(ownership: NonNullable<PolicyLayers["ownership"]>): boolean {
  return ownership !== "unreadable" && ownership.setting === "BucketOwnerEnforced";
}
