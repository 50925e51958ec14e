import { UsageError } from "../../aws/index.ts";
import type { SyncOptions } from "../options.ts";
import { takenInside } from "../sides/key-inside.ts";
import { formatPlace, keyPrefix } from "../sides/place.ts";
import type { BatchEnds } from "./calls-of-batch.ts";

/** Throws where the run would list what it writes for jobs, on either side, and no filter leaves it out. */
export function refuseManifestsInside(
  { source, destination, manifests }: BatchEnds,
  options: SyncOptions,
): void {
  for (const folder of ["manifests/", "reports/"]) {
    const place = { ...manifests, prefix: `${keyPrefix(manifests.prefix)}${folder}` };
    for (const side of [source, destination]) {
      if (takenInside(side, place, options) === undefined) continue;
      const [there, around] = [formatPlace(place), formatPlace(side)];
      throw new UsageError({
        en: `cannot keep manifests and reports in \`${formatPlace(manifests)}\`: \`${there}\` lies inside \`${around}\`, so that the next run would copy or delete it; name another place with \`--manifest-bucket\`, or leave it out with \`--exclude\``,
        ja: `マニフェストとレポートは \`${formatPlace(manifests)}\` には置けません。\`${there}\` は \`${around}\` の中にあり、次の実行でコピーまたは削除されてしまいます。\`--manifest-bucket\` に別の場所を指定するか、\`--exclude\` で除外してください`,
      });
    }
  }
}
