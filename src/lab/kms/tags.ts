import type { JsonOperation } from "../json/json-call.ts";
import { isNull, type JsonObject, objectsOf, requireText, textsOf } from "../json/json-input.ts";
import { jsonRefusal } from "../json/json-refusal.ts";
import { keyOperation } from "./key-operation.ts";
import { kmsPage, PAGE_MEMBERS } from "./kms-page.ts";
import { putKey } from "./put-key.ts";

// KMS Developer Guide, Quotas: tags of one key.
const MAX_TAGS = 50;

/** Reads a list of `{TagKey, TagValue}`. */
export function readTags(input: JsonObject): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (const tag of objectsOf(input, "Tags")) {
    const name = requireText(tag, "TagKey");
    if (name.startsWith("aws:")) {
      throw jsonRefusal("TagException", "Tags beginning with aws: are reserved");
    }
    if (Object.hasOwn(tags, name)) throw jsonRefusal("TagException", "Duplicate tag keys");
    tags[name] = requireText(tag, "TagValue");
  }
  if (Object.keys(tags).length > MAX_TAGS) throw jsonRefusal("TagException", "Too many tags");
  return tags;
}

/** `aws:RequestTag/…` and `aws:TagKeys` of a request that brings tags. */
export function tagContext(
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string | readonly string[]>> {
  const names = Object.keys(tags);
  if (names.length === 0) return {};
  const values = names.map((name): [string, string] => [
    `aws:requesttag/${name.toLowerCase()}`,
    tags[name] ?? "",
  ]);
  return { ...Object.fromEntries(values), "aws:tagkeys": names };
}

const tagResource = keyOperation({
  name: "TagResource",
  members: ["Tags"],
  conditionKeys: ["aws:RequestTag/${TagKey}", "aws:TagKeys"],
  writes: true,
  needs: "notPendingDeletion",
  context: ({ input }) => tagContext(readTags(input)),
  run(call, key) {
    const added = readTags(call.input);
    const kept = key.tags.filter(([name]) => !Object.hasOwn(added, name));
    putKey(call.lab, { ...key, tags: [...kept, ...Object.entries(added)] });
    return undefined;
  },
});

const untagResource = keyOperation({
  name: "UntagResource",
  members: ["TagKeys"],
  conditionKeys: ["aws:TagKeys"],
  writes: true,
  needs: "notPendingDeletion",
  context: ({ input }) => ({ "aws:tagkeys": textsOf(input, "TagKeys") ?? [] }),
  run(call, key) {
    const names = textsOf(call.input, "TagKeys");
    if (names === undefined) throw isNull("TagKeys");
    const tags = key.tags.filter(([name]) => !names.includes(name));
    putKey(call.lab, { ...key, tags });
    return undefined;
  },
});

const listResourceTags = keyOperation({
  name: "ListResourceTags",
  members: PAGE_MEMBERS,
  run({ input }, { tags }) {
    const all = tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    return kmsPage(input, "Tags", { all, limit: 50, max: 50 });
  },
});

/** The operations on tags of keys. */
export const TAG_OPERATIONS: readonly JsonOperation[] = [
  tagResource,
  untagResource,
  listResourceTags,
];
