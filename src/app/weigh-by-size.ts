import type { SizesSeen } from "../access/index.ts";
import type { Answer } from "./check-job.ts";

/** An answer by what is known of sizes: what only large objects take denies nothing until one was seen. */
export function weighBySize(answer: Answer, sizes: SizesSeen | undefined): Answer {
  const { need, verdict } = answer;
  const isOpen = need.essential && need.occasion === "if-large" && (sizes?.large ?? 0) === 0;
  return isOpen && verdict === "denied"
    ? { ...answer, verdict: "unknown", hangsOnSize: true }
    : answer;
}
