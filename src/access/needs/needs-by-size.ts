import { isOfParts } from "./is-of-parts.ts";
import type { Need } from "./need.ts";
import type { SizesSeen } from "./sizes-seen.ts";

/**
 * The needs of a run, those of keys with them, by what is known of sizes: where nothing goes in parts, it does
 * without what only parts take, and is judged by whole objects alone.
 */
export function needsBySize(needs: readonly Need[], sizes: SizesSeen | undefined): readonly Need[] {
  if (sizes?.isWhole !== true || sizes.large > 0) return needs;
  return needs.map((need) => {
    switch (need.occasion) {
      case "always":
        return { ...need, because: need.because.filter((operation) => !isOfParts(operation)) };
      case "if-large":
        return { ...need, essential: false };
      case "if-tagged":
      case "on-failure":
        return need;
    }
  });
}
