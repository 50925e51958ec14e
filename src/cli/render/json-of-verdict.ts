import { assumedLayers, type CheckResult } from "../../app/index.ts";
import { jsonLine } from "./json-line.ts";

/** A check that could not be made. */
export interface NoCheck {
  readonly verdict: "unknown";
  readonly sizes?: undefined;
}

/** What a check comes to, as a line of JSON. */
export function jsonOfVerdict(result: CheckResult | NoCheck): string {
  return jsonLine("verdict", {
    verdict: result.verdict,
    sizes: result.sizes ?? null,
    ...(result.verdict === "allowed" && { assumed: assumedLayers(result) }),
  });
}
