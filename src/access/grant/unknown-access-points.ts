import { parseArn } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { GrantRefusal } from "./grant-proposal.ts";

type Refusal = Extract<GrantRefusal, { readonly code: "access-point-unknown" }>;

/** The access points of a run that nobody told of: no document of theirs can be written. */
export function unknownAccessPoints({ buckets }: Facts): readonly Refusal[] {
  return [...buckets].flatMap(([accessPoint, { accessPoint: told }]): readonly Refusal[] => {
    if (told?.known !== false) return [];
    const account = parseArn(accessPoint)?.account ?? "unknown";
    return [{ code: "access-point-unknown", account, accessPoint, why: told.why }];
  });
}
