import type { Tri } from "./decision.ts";

/** `no` when one is `no`, else `unknown` when one is unknown. */
export function allOf(answers: readonly Tri[]): Tri {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

/** `yes` when one is `yes`, else `unknown` when one is unknown. */
export function anyOf(answers: readonly Tri[]): Tri {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

/** `allOf` for two, without a list. */
export function both(a: Tri, b: Tri): Tri {
  if (a === "no" || b === "no") return "no";
  return a === "yes" ? b : a;
}

/** `anyOf` for two, without a list. */
export function either(a: Tri, b: Tri): Tri {
  if (a === "yes" || b === "yes") return "yes";
  return a === "no" ? b : a;
}

export function not(answer: Tri): Tri {
  if (answer === "unknown") return "unknown";
  return answer === "yes" ? "no" : "yes";
}

export function tri(answer: boolean): Tri {
  return answer ? "yes" : "no";
}
