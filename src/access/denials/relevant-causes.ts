import type { Denial } from "./denial.ts";
import type { CauseId } from "./diagnosis.ts";

type Asked = Pick<Denial, "action" | "operation">;

/** Causes that only some requests can have, by what was asked for. */
const conditions: Readonly<Partial<Record<CauseId, (asked: Asked) => boolean>>> = {
  C09: isListing,
  C20: isWrite,
  // Who owns an object matters where it is read; a listing is of the bucket, a write makes an object.
  C28: (asked) => !isListing(asked) && !isWrite(asked),
  C31: (asked) => !isListing(asked) && !isWrite(asked),
  // New data takes kms:GenerateDataKey, what is there kms:Decrypt: parts are both.
  C41: ({ action }) => action !== "kms:Decrypt",
  C42: ({ action }) => action !== "kms:GenerateDataKey",
  C43: ({ action, operation = "" }) =>
    action !== "kms:GenerateDataKey" && (operation === "" || /Part|Multipart/.test(operation)),
  C46: ({ action }) => action !== "kms:GenerateDataKey",
};

/** The causes that a request of this kind can have; of one that the text does not name, any. */
export function relevantCauses(
  causes: readonly CauseId[],
  { action, operation }: Asked,
): readonly CauseId[] {
  if (action === undefined && operation === undefined) return causes;
  const asked = { ...(action && { action }), ...(operation && { operation }) };
  return causes.filter((cause) => conditions[cause]?.(asked) ?? true);
}

/** The action where it is told: an operation such as CopyObject needs several. */
function isListing({ action, operation = "" }: Asked): boolean {
  return action === undefined ? /^List/.test(operation) : /^s3:List/.test(action);
}

function isWrite({ action, operation = "" }: Asked): boolean {
  return action === undefined
    ? /^(?:Put|Copy|Create|Complete|Upload)/.test(operation)
    : /^s3:Put/.test(action);
}
