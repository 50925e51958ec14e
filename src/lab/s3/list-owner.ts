import type { ObjectAccess } from "../state/stored-object.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { canonicalIdOf } from "./canonical-id.ts";
import type { BucketCall } from "./s3-call.ts";
import { countsAcls, settingLayers } from "./setting-layers.ts";

/** Writes the owners of what is listed; most have the same, whose element is written once. */
export function ownerWriter({
  lab,
  bucket,
}: BucketCall): (listed: Pick<ObjectAccess, "owner">) => string {
  const elementOf = (account: string): string =>
    wrap("Owner", element("ID", canonicalIdOf(lab, account)));
  const own = elementOf(bucket.account);
  if (!countsAcls(settingLayers(lab, bucket))) return () => own;
  return ({ owner }) => (owner === undefined ? own : elementOf(owner));
}
