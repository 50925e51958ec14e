import type { QueryCall } from "../query/query-call.ts";
import { readWhole } from "../query/validate.ts";

/** How long a session lasts, in seconds. */
export function readSessionSeconds(
  { form }: QueryCall,
  { standard, max }: { readonly standard: number; readonly max: number },
): number {
  return readWhole(form.get("DurationSeconds"), "durationSeconds", { min: 900, max }) ?? standard;
}
