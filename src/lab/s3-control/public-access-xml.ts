import type { PublicAccessFlags } from "../../policy/index.ts";
import { malformedXml } from "../refusal.ts";
import { childText, expectElement, type XmlElement } from "../xml/read-xml.ts";
import { element } from "../xml/write-xml.ts";

const FLAGS: readonly (readonly [element: string, flag: keyof PublicAccessFlags])[] = [
  ["BlockPublicAcls", "blockPublicAcls"],
  ["IgnorePublicAcls", "ignorePublicAcls"],
  ["BlockPublicPolicy", "blockPublicPolicy"],
  ["RestrictPublicBuckets", "restrictPublicBuckets"],
];

/** The root of a Block Public Access document. */
export const PUBLIC_ACCESS_ROOT = "PublicAccessBlockConfiguration";

/** The flags as elements. */
export function publicAccessXml(flags: PublicAccessFlags): string {
  return FLAGS.map(([name, flag]) => element(name, flags[flag])).join("");
}

/** Reads a Block Public Access document; what it leaves out is off. */
export function readPublicAccess(root: XmlElement): PublicAccessFlags | undefined {
  const names = FLAGS.map(([name]) => name);
  const document = expectElement(root, PUBLIC_ACCESS_ROOT, names);
  if (document.children.length === 0) return undefined;
  const isSet = (name: string): boolean => {
    const text = childText(document, name)?.toLowerCase() ?? "false";
    if (text !== "true" && text !== "false") throw malformedXml();
    return text === "true";
  };
  return {
    blockPublicAcls: isSet("BlockPublicAcls"),
    ignorePublicAcls: isSet("IgnorePublicAcls"),
    blockPublicPolicy: isSet("BlockPublicPolicy"),
    restrictPublicBuckets: isSet("RestrictPublicBuckets"),
  };
}
