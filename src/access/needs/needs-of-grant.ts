import type { Need } from "./need.ts";
import { needsBySize } from "./needs-by-size.ts";
import type { SizesSeen } from "./sizes-seen.ts";

/** What a grant is for: where nothing goes in parts, without what only parts take, and what cleans up after them. */
export function needsOfGrant(
  needs: readonly Need[],
  sizes: SizesSeen | undefined,
): readonly Need[] {
  if (sizes?.isWhole !== true || sizes.large > 0) return needs;
  return needsBySize(needs, sizes).filter(({ occasion }) => {
    switch (occasion) {
      case "always":
      case "if-tagged":
        return true;
      case "if-large":
      case "on-failure":
        return false;
    }
  });
}
