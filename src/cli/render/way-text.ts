import type { Way } from "../../app/index.ts";
import type { SyncWords } from "../catalogue/catalogue.ts";

/** How objects go from bucket to bucket, and why. */
export function wayText(way: Way, { ways }: SyncWords): string {
  return way.through === "copy" ? ways.copy(way.profile) : ways.stream[way.why];
}
