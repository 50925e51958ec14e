import { objectTagKeys } from "../../policy/index.ts";
import type { Permission } from "../authorize.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { readParameters } from "../http/query-parameters.ts";
import { invalidArgument, malformedXml, Refusal } from "../refusal.ts";
import type { Pairs } from "../state/stored-object.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, wrap } from "../xml/write-xml.ts";

/** S3 User Guide, Categorizing your objects using tags; Using cost allocation S3 bucket tags. */
const LIMITS = { object: 10, bucket: 50 } as const;

/** Reads a `Tagging` document. */
export function readTagging(text: string, of: keyof typeof LIMITS): Pairs {
  const root = expectElement(readXml(text), "Tagging", ["TagSet"]);
  const set = root.children[0];
  if (set === undefined) throw malformedXml();
  return readTags(set, of);
}

/** Reads a list of `Tag` elements. */
export function readTags(list: XmlElement, of: keyof typeof LIMITS): Pairs {
  const tags = list.children.map((tag): readonly [string, string] => {
    expectElement(tag, "Tag", ["Key", "Value"]);
    const key = childText(tag, "Key");
    const value = childText(tag, "Value");
    if (key === undefined || value === undefined) throw malformedXml();
    return [key, value];
  });
  return requireTags(tags, of);
}

/** The tags that a write carries in its header; undefined when it carries none. */
export function taggingHeader(request: LabRequest): Pairs | undefined {
  const text = headerOf(request, "x-amz-tagging");
  if (text === undefined) return undefined;
  const pieces = text.split("&").filter((piece) => piece !== "");
  const tags = [...readParameters(text)];
  if (tags.length !== pieces.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      "x-amz-tagging",
      text,
    );
  }
  return requireTags(tags, "object");
}

/** Refuses tags that are too many, twice there or not allowed. */
export function requireTags(tags: Pairs, of: keyof typeof LIMITS): Pairs {
  if (tags.length > LIMITS[of]) {
    throw new Refusal({
      code: "BadRequest",
      status: 400,
      message: `${of === "object" ? "Object" : "Bucket"} tags cannot be greater than ${LIMITS[of]}`,
    });
  }
  if (new Set(tags.map(([key]) => key)).size < tags.length) {
    throw invalidTag("Cannot provide multiple Tags with the same key");
  }
  for (const [key, value] of tags) {
    if (key === "" || key.length > 128) throw invalidTag("The TagKey you have provided is invalid");
    if (value.length > 256) throw invalidTag("The TagValue you have provided is invalid");
    if (key.toLowerCase().startsWith("aws:")) {
      throw invalidTag("System tags cannot be added/updated by requester");
    }
  }
  return tags;
}

function invalidTag(message: string): Refusal {
  return new Refusal({ code: "InvalidTag", status: 400, message });
}

/** The inside of a `Tagging` document. */
export function tagSet(tags: Pairs): string {
  const all = tags.map(([key, value]) =>
    wrap("Tag", element("Key", key) + element("Value", value)),
  );
  return wrap("TagSet", all.join(""));
}

/** Condition keys of a request that carries tags. */
export function requestTagContext(tags: Pairs | undefined): Permission["context"] {
  return Object.fromEntries(objectTagKeys(tags ?? []));
}

/** Condition keys of the tags that an object has. */
export function existingTagContext(tags: Pairs | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (tags ?? []).map(([key, value]) => [`s3:existingobjecttag/${key.toLowerCase()}`, value]),
  );
}
