import type { Gate, Tri } from "../decision.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { settingGate } from "./setting-gate.ts";

/**
 * S3 User Guide, Blocking or unblocking SSE-C for a general purpose bucket: new objects under customers' keys are
 * refused, whoever writes them.
 */
export function customerKeyGate(
  { action, context, resourceAccount: account }: AuthorizationRequest,
  { blocksCustomerKeys = false }: PolicyLayers,
): Gate | undefined {
  if (blocksCustomerKeys === false || action.toLowerCase() !== "s3:putobject") return undefined;
  const algorithm = context.get("s3:x-amz-server-side-encryption-customer-algorithm");
  if (algorithm === undefined) return undefined;
  const isCertain = blocksCustomerKeys === true && algorithm !== "unknown";
  const denies: Tri = isCertain ? "yes" : "unknown";
  return settingGate("sseCBlocked", { account, denies, setting: { kind: "sseCBlocked" } });
}
