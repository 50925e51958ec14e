import { parseArn } from "../../aws/index.ts";
import type { AuthorizationRequest } from "../request.ts";

/** Whether a request is for a KMS key, so that the key's policy decides; other KMS requests have none. */
export function isAboutKey(request: Pick<AuthorizationRequest, "action" | "resource">): boolean {
  if (!/^kms:/i.test(request.action)) return false;
  const arn = parseArn(request.resource);
  return arn?.service === "kms" && arn.resource.startsWith("key/");
}

// AWS KMS Developer Guide, AWS KMS permissions, column Cross-account use.
const acrossAccounts =
  /^kms:(?:decrypt|derivesharedsecret|encrypt|generatedatakey(?:pair)?(?:withoutplaintext)?|(?:generate|verify)mac|reencrypt(?:from|to)|sign|verify|creategrant|describekey|getkeyrotationstatus|getpublickey|listgrants|re(?:tire|voke)grant)$/;

/** Whether KMS takes a request for a key of another account; the action is in lower case. */
export function worksAcrossAccounts(action: string): boolean {
  return acrossAccounts.test(action);
}
