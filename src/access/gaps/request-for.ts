import { isAccessPointAlias } from "../../aws/index.ts";
import { type AuthorizationRequest, CANNED_ACLS, type S3Parameters } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { Need } from "../needs/need.ts";
import { ownerOf, requestContext } from "./request-context.ts";

/** The request that a need stands for. */
export function requestFor(
  need: Need,
  facts: Facts,
  asked: ReadonlySet<string>,
): AuthorizationRequest {
  return {
    caller: facts.caller,
    action: need.action,
    ...resourceOf(need, facts),
    resourceAccount: ownerOf(facts.buckets.get(need.bucket)),
    context: requestContext(need, facts, asked),
    s3: { acceptsCharges: facts.acceptsCharges === true, ...newAclOf(need), ...copiesOf(need) },
  };
}

/** Policies speak of an access point by its ARN; an alias that leads nowhere that is known may be any. */
function resourceOf(
  { bucket, resource, anyKeyUnder }: Need,
  { buckets }: Facts,
): Pick<AuthorizationRequest, "resource" | "anyKeyUnder"> {
  const isUnknown = isAccessPointAlias(bucket) && buckets.get(bucket)?.accessPoint?.known !== true;
  if (isUnknown) return { resource: "arn:", anyKeyUnder: true };
  return { resource, ...(anyKeyUnder && { anyKeyUnder: true }) };
}

function copiesOf({ because }: Need): Pick<S3Parameters, "copies"> {
  const isCopy = because.length > 0 && because.every((operation) => operation === "CopyObject");
  return isCopy ? { copies: true } : {};
}

/** The canned ACL that the calls send; tags that a copy takes along come without it. */
function newAclOf({ action, context }: Need): Pick<S3Parameters, "newAcl"> {
  if (action === "s3:PutObjectTagging") return {};
  const newAcl = CANNED_ACLS.find((acl) => context["s3:x-amz-acl"]?.includes(acl));
  return newAcl === undefined ? {} : { newAcl };
}
