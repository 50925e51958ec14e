import { needsOf } from "../../src/access/index.ts";
import { parseS3Uri } from "../../src/aws/index.ts";
import { callsOf, DEFAULT_SYNC_OPTIONS, type Place } from "../../src/sync/index.ts";
import type { ClaimOf } from "./claim.ts";

/** Each permission as `side action resource`; `*` at the end stands for every key. */
export function needsByOccasion(claim: ClaimOf<"needs">): ClaimOf<"needs">["want"] {
  const { acl, delete: deletes = false } = claim;
  const needs = needsOf(
    callsOf(placeOf(claim.from), placeOf(claim.to), {
      ...DEFAULT_SYNC_OPTIONS,
      delete: deletes,
      write: acl === undefined ? {} : { acl },
    }),
  );
  const on = (occasion: string): string[] => {
    const lines = needs
      .filter((need) => need.occasion === occasion)
      .map((need) => `${need.side} ${need.action} ${need.resource}${need.anyKeyUnder ? "*" : ""}`);
    return [...new Set(lines)].sort();
  };
  const always = on("always");
  // What every object takes, tagged ones take under more conditions, but not besides.
  const ifTagged = on("if-tagged").filter((line) => !always.includes(line));
  return { always, ifTagged, onFailure: on("on-failure") };
}

function placeOf(text: string): Place {
  if (!text.startsWith("s3://")) return { kind: "local", path: text };
  return { kind: "s3", ...parseS3Uri(text) };
}
