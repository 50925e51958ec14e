import type { Verdict } from "../../policy/index.ts";
import type { Need } from "./need.ts";
import type { SizesSeen } from "./sizes-seen.ts";

interface Weighed {
  readonly need: Need;
  readonly verdict: Verdict;
  /** Whether it is denied, and nobody knows of an object that takes it. */
  readonly hangsOnSize?: true;
}

/** An answer by what is known of sizes: what only large objects take denies nothing until one was seen. */
export function weighBySize<T extends Weighed>(answer: T, sizes: SizesSeen | undefined): T {
  const { need, verdict } = answer;
  const isOpen = need.essential && need.occasion === "if-large" && (sizes?.large ?? 0) === 0;
  return isOpen && verdict === "denied"
    ? { ...answer, verdict: "unknown", hangsOnSize: true }
    : answer;
}
