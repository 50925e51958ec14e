import type { AwsCall, ObjectScope } from "../../aws/index.ts";
import { callsOf } from "../plan/calls.ts";
import type { SyncOptions } from "../options.ts";
import { keyPrefix, type Place } from "../sides/place.ts";

/** The ends of a run by jobs, and where their manifests go. */
export interface BatchEnds {
  readonly source: Place;
  readonly destination: Place;
  readonly manifests: Extract<Place, { readonly kind: "s3" }>;
}

/**
 * Every kind of call that a sync sends itself where S3 Batch Operations copies: it lists, deletes, writes
 * manifests and reads reports. Of objects that are too large for jobs nothing is known before.
 */
export function callsOfBatch(
  { source, destination, manifests }: BatchEnds,
  options: SyncOptions,
): readonly AwsCall[] {
  const looks = callsOf(source, destination, { ...options, dryrun: true });
  if (options.dryrun) return looks;
  const deletes = callsOf(source, destination, options).filter(({ operation }) =>
    operation.startsWith("Delete"),
  );
  const keeps = (["PutObject", "GetObject"] as const).map((operation): AwsCall => {
    return { operation, side: "destination", on: under(manifests, ""), parameters: {} };
  });
  return [...looks, ...deletes, ...keeps];
}

/** Every kind of call that the jobs of such a sync send, as their role. */
export function callsOfJobs(
  { source, destination, manifests }: BatchEnds,
  options: SyncOptions,
): readonly AwsCall[] {
  if (options.dryrun) return [];
  const copies = callsOf(source, destination, options).filter(
    ({ operation }) => operation === "CopyObject",
  );
  const [reads, writes] = [under(manifests, "manifests/"), under(manifests, "reports/")];
  return [
    ...copies,
    { operation: "GetObject", side: "destination", on: reads, parameters: {} },
    { operation: "PutObject", side: "destination", on: writes, parameters: {} },
  ];
}

function under(
  { bucket, prefix }: BatchEnds["manifests"],
  folder: "" | "manifests/" | "reports/",
): ObjectScope {
  return { bucket, keys: { kind: "prefix", prefix: `${keyPrefix(prefix)}${folder}` } };
}
