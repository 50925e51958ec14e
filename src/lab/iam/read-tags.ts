import type { QueryCall } from "../query/query-call.ts";
import { readStructures } from "../query/read-list.ts";
import { constraintError, requireLength } from "../query/validate.ts";
import { mergeTags } from "../tags.ts";
import type { Pairs } from "../state/stored-object.ts";
import { invalidInput, limitExceeded } from "./iam-refusals.ts";

// IAM and AWS STS quotas: tags that can be attached to one resource.
const MAX_TAGS = 50;
// IAM API Reference, Tag: letters, digits, spaces and `_.:/=+-@`.
const PATTERN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tags that a call gives. */
export function readTags(call: QueryCall): Pairs {
  const tags = readStructures(call, "Tags").map((fields, i): readonly [string, string] =>
    readTag(fields, i),
  );
  if (tags.length > MAX_TAGS) {
    throw constraintError("[tags]", "tags", `have length less than or equal to ${MAX_TAGS}`);
  }
  if (new Set(tags.map(([key]) => key.toLowerCase())).size < tags.length) {
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  return tags;
}

function readTag(fields: ReadonlyMap<string, string>, i: number): readonly [string, string] {
  const key = fields.get("Key");
  const value = fields.get("Value");
  const place = `tags.${i + 1}.member`;
  if (key === undefined) throw constraintError(null, `${place}.key`, "not be null");
  if (value === undefined) throw constraintError(null, `${place}.value`, "not be null");
  requireLength(key, `${place}.key`, { max: 128 });
  requireLength(value, `${place}.value`, { min: 0, max: 256 });
  requirePattern(key, `${place}.key`, "+");
  requirePattern(value, `${place}.value`, "*");
  if (/^aws:/i.test(key)) {
    throw invalidInput("Caller is not allowed to use or modify system tags with prefix aws:");
  }
  return [key, value];
}

function requirePattern(text: string, place: string, count: "+" | "*"): void {
  if (PATTERN.test(text)) return;
  throw constraintError(
    text,
    place,
    `satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]${count}`,
  );
}

/** Tags with others put over them, as many as IAM allows. */
export function addTags(tags: Pairs, added: Pairs): Pairs {
  const all = mergeTags(tags, added);
  if (all.length <= MAX_TAGS) return all;
  throw limitExceeded("The number of tags has reached the maximum limit.");
}

/** Tags without those of some keys. */
export function withoutTags(tags: Pairs, keys: readonly string[]): Pairs {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return tags.filter(([key]) => !gone.has(key.toLowerCase()));
}
