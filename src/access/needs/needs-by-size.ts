import { isOfParts } from "./is-of-parts.ts";
import type { Need } from "./need.ts";
import type { SizesSeen } from "./sizes-seen.ts";

/** The needs of a run of which sizes are known: where nothing goes in parts, it does without what only parts take. */
export function needsBySize(needs: readonly Need[], sizes: SizesSeen | undefined): readonly Need[] {
  if (sizes?.isWhole !== true || sizes.large > 0) return needs;
  return needs.flatMap((need) => {
    switch (need.occasion) {
      case "always":
        return divided(need);
      case "if-large":
        return [{ ...need, essential: false }];
      case "if-tagged":
      case "on-failure":
        return [need];
    }
  });
}

/** A need of whole objects, and, of a write, that of parts, for which S3 asks more of a key. */
function divided(need: Need): readonly Need[] {
  const ofParts = need.because.filter(isOfParts);
  if (ofParts.length === 0) return [need];
  const whole = { ...need, because: need.because.filter((operation) => !isOfParts(operation)) };
  if (need.action !== "s3:PutObject") return [whole];
  return [whole, { ...need, because: ofParts, essential: false, occasion: "if-large" }];
}
