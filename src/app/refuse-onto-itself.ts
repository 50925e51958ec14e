import { UsageError } from "../aws/index.ts";
import type { Place } from "../sync/index.ts";

/** Throws where a move would end at the object that it then deletes, in the AWS CLI's words. */
export function refuseOntoItself(
  typed: { readonly source: string; readonly destination: string },
  ends: { readonly source: Place; readonly destination: Place },
): void {
  const { source, destination } = ends;
  if (source.kind === "local" || destination.kind === "local") return;
  if (source.bucket !== destination.bucket || !haveSameKeys(source, destination)) return;
  throw new UsageError({
    en: `Cannot mv a file onto itself: ${typed.source} - ${typed.destination}`,
    ja: `ファイルをそれ自身に移動することはできません: ${typed.source} - ${typed.destination}`,
  });
}

type BucketPlace = Extract<Place, { readonly kind: "s3" }>;

/** Whether what moves keeps its key, whatever the bucket. */
function haveSameKeys(source: BucketPlace, destination: BucketPlace): boolean {
  return trimmed(source) === trimmed(destination);
}

function trimmed({ prefix, only }: BucketPlace): string {
  return only === true ? prefix : prefix.replace(/\/$/, "");
}
