import type { Gate, Tri } from "../decision.ts";
import type { AuthorizationRequest } from "../request.ts";
import { tri } from "../tri.ts";
import { settingGate } from "./setting-gate.ts";

/** S3 User Guide, Verifying bucket ownership with bucket owner condition. */
export function expectedOwnerGate({
  s3,
  resourceAccount: actual,
}: AuthorizationRequest): Gate | undefined {
  const expected = s3?.expectedBucketOwner;
  if (expected === undefined) return undefined;
  const denies: Tri = actual === "unknown" ? "unknown" : tri(expected !== actual);
  return settingGate("expectedBucketOwner", {
    account: actual,
    denies,
    setting: { kind: "expectedOwner", expected, actual },
  });
}
