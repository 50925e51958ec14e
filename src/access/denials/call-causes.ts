import { causeOfAction } from "./action-causes.ts";
import type { Denial } from "./denial.ts";
import type { CauseId } from "./diagnosis.ts";

type Asked = Pick<Denial, "action" | "operation" | "layer" | "effect">;

/** Causes that lie in the call itself, whatever the policies: what it asks for beside what it is named for. */
export function causesOfCall({ action, operation = "", layer, effect }: Asked): readonly CauseId[] {
  const isPolicySilent = effect === "implicit" && (layer === "identity" || layer === "resource");
  if (action === undefined || !isPolicySilent) return [];
  // S3 tells who may not list neither that an object is there nor that it is not.
  if (action === "s3:ListBucket") return /Object$/.test(operation) ? ["C36"] : [];
  return action.startsWith("s3:") ? causeOfAction({ action, side: "destination" }) : [];
}
