import { accessDenied } from "../authorize.ts";
import { Refusal } from "../refusal.ts";
import type { PostForm } from "./post-object-form.ts";
import type { PostCondition, PostPolicy } from "./post-object-policy.ts";

/** Fields that need no condition (S3 API Reference, POST Policy), but for those that begin with `x-ignore-`. */
const FREE: ReadonlySet<string> = new Set([
  ...["policy", "file", "x-amz-signature", "signature", "awsaccesskeyid"],
]);

/** Refuses a form that its policy does not allow: too late, a condition not met, a field that none covers. */
export function requirePostPolicy(form: PostForm, policy: PostPolicy, nowMs: number): void {
  if (policy.expiresMs <= nowMs) throw against("Policy expired.");
  const failed = policy.conditions.find((condition) => !isMet(condition, form));
  if (failed !== undefined) throw against(`Policy Condition failed: ${failed.text}`);
  const covered = new Set(
    policy.conditions.map((condition) => ("field" in condition ? condition.field : undefined)),
  );
  for (const [name, { sentName }] of form.fields) {
    if (FREE.has(name) || name.startsWith("x-ignore-") || covered.has(name)) continue;
    throw against(`Extra input fields: ${sentName}`);
  }
}

function against(detail: string): Refusal {
  return accessDenied(`Invalid according to Policy: ${detail}`);
}

function isMet(condition: PostCondition, form: PostForm): boolean {
  switch (condition.kind) {
    case "length":
      return true;
    case "never":
      return false;
    case "equals":
      return form.fields.get(condition.field)?.value === condition.value;
    case "startsWith":
      return startsWith(condition, form.fields.get(condition.field)?.value);
  }
}

/** Of a list of content types each must begin so (S3 API Reference, POST Policy, Condition matching). */
function startsWith(
  { field, value }: { readonly field: string; readonly value: string },
  sent: string | undefined,
): boolean {
  const items = field === "content-type" ? sent?.split(",").map((item) => item.trim()) : [sent];
  return items?.every((item) => item?.startsWith(value) === true) === true;
}

// S3 User Guide, Uploading objects: one request takes up to 5 GB.
const MAX_FILE = 5 * 1024 ** 3;

/** The file of a form, refused at its end when it has another length than S3 or the policy allows. */
export async function* piecesInRange(
  pieces: AsyncIterable<Uint8Array>,
  conditions: PostPolicy["conditions"] = [],
): AsyncGenerator<Uint8Array> {
  const ranges = conditions.filter((condition) => condition.kind === "length");
  const max = Math.min(MAX_FILE, ...ranges.map((range) => range.max));
  const min = Math.max(0, ...ranges.map((range) => range.min));
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    // S3 tells how long the file would have been, so it is read to its end.
    if (size <= max) yield piece;
  }
  if (size > max) throw outOfRange("EntityTooLarge", size, max);
  if (size < min) throw outOfRange("EntityTooSmall", size, min);
}

function outOfRange(
  code: "EntityTooLarge" | "EntityTooSmall",
  size: number,
  limit: number,
): Refusal {
  const isLarge = code === "EntityTooLarge";
  return new Refusal({
    code,
    status: 400,
    message: isLarge
      ? "Your proposed upload exceeds the maximum allowed size"
      : "Your proposed upload is smaller than the minimum allowed size",
    elements: {
      ProposedSize: String(size),
      [isLarge ? "MaxSizeAllowed" : "MinSizeAllowed"]: String(limit),
    },
  });
}
