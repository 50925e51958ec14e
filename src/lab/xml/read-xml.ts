import { SaxesParser } from "saxes";
import { malformedXml } from "../refusal.ts";

/** An element with its text and its children; attributes mean nothing in S3's requests. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: OpenElement[];
}

// DeleteObjects has 1,000 objects and CompleteMultipartUpload 10,000 parts of up to 8 elements.
const MAX_ELEMENTS = 100_000;
// The grants of a job of S3 Control are nine elements deep.
const MAX_DEPTH = 10;

/** Reads a request document; refuses DTDs, depth and anything that is not well-formed. */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ fragment: false });
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let count = 0;
  parser.on("error", () => {
    throw malformedXml();
  });
  parser.on("doctype", () => {
    throw malformedXml();
  });
  parser.on("opentag", ({ name }) => {
    count++;
    if (count > MAX_ELEMENTS || open.length >= MAX_DEPTH) throw malformedXml();
    const element: OpenElement = { name: name.replace(/^.*:/, ""), text: "", children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("text", (piece) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  });
  parser.on("cdata", (piece) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(text).close();
  if (root === undefined) throw malformedXml();
  return root;
}

/** The text of the one child of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** Refuses a document with another root, or with children that nobody would read. */
export function expectElement(
  element: XmlElement,
  name: string,
  children: readonly string[],
): XmlElement {
  if (element.name !== name) throw malformedXml();
  if (element.children.some((child) => !children.includes(child.name))) throw malformedXml();
  return element;
}
