import {
  AwsError,
  isAccessPointAlias,
  parseAccessPointArn,
  type Side,
  UsageError,
} from "../aws/index.ts";
import { formatPlace, type Place } from "../sync/index.ts";
import type { Clients } from "./clients.ts";
import type { Job } from "./job.ts";

/**
 * Throws where a move by way of an access point would end at the objects that it then deletes. The AWS CLI
 * warns, and asks only with `--validate-same-s3-paths` (AWS CLI Reference, s3 mv, the warning at its head).
 */
export async function refuseByAlias(
  job: Job,
  { bucketOf }: Pick<Clients, "bucketOf">,
): Promise<void> {
  const { work, source, destination } = job;
  if (work !== "move" || source.kind === "local" || destination.kind === "local") return;
  const hasAlias = isAccessPoint(source) || isAccessPoint(destination);
  if (!hasAlias || source.bucket === destination.bucket || !mayMeet(source, destination)) return;
  const realBucket = async (side: Side, place: BucketPlace): Promise<string> =>
    isAccessPoint(place) ? bucketOf(side, place.bucket).catch(refuseUnknown(place)) : place.bucket;
  const [from, to] = await Promise.all([
    realBucket("source", source),
    realBucket("destination", destination),
  ]);
  if (from !== to) return;
  const ends = `${formatPlace(source)} - ${formatPlace(destination)}`;
  throw new UsageError({
    en: `Cannot mv a file onto itself: ${ends}: both are in bucket \`${from}\``,
    ja: `ファイルをそれ自身に移動することはできません: ${ends}。どちらもバケット \`${from}\` の中です`,
  });
}

type BucketPlace = Extract<Place, { readonly kind: "s3" }>;

/** By its ARN or its alias; on Outposts aliases end otherwise (S3 User Guide, Access point aliases). */
function isAccessPoint({ bucket }: BucketPlace): boolean {
  const isArn = parseAccessPointArn(bucket) !== undefined;
  return isArn || isAccessPointAlias(bucket) || bucket.endsWith("--op-s3");
}

/** Whether what moves can end where it, or another of them, was, if the buckets are one. */
function mayMeet(source: BucketPlace, destination: BucketPlace): boolean {
  const [from, to] = [keysUnder(source), keysUnder(destination)];
  return from === to || (source.only !== true && (from.startsWith(to) || to.startsWith(from)));
}

function keysUnder({ prefix, only }: BucketPlace): string {
  return only === true || prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
}

function refuseUnknown(place: BucketPlace): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof AwsError)) throw error;
    throw new UsageError({
      en: `cannot move by way of access point \`${place.bucket}\`: which bucket it leads to could not be read, and what is moved onto itself is lost; name the bucket itself: ${error.message}`,
      ja: `アクセスポイント \`${place.bucket}\` を通した移動はできません。どのバケットにつながるかを確認できず、それ自身に移動したものは失われるためです。バケットを直接指定してください: ${error.message}`,
    });
  };
}
