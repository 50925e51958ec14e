import type { Tri } from "../decision.ts";
import { tri } from "../tri.ts";
import { matchesGlob } from "./glob.ts";
import type { Resolved } from "./text-pattern.ts";

/** Holds a completed pattern against one text. */
export function matchText(pattern: Resolved, text: string): Tri {
  if (pattern === "unknown") return "unknown";
  return tri(pattern !== "unresolved" && matchesGlob(pattern, text));
}
