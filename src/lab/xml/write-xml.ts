import { escapeXml } from "../../aws/index.ts";

const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** One element with text in it; nothing at all when there is no text to put in. */
export function element(name: string, text: string | number | boolean | undefined): string {
  return text === undefined ? "" : `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** One element with elements in it. */
export function wrap(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}

/** A whole S3 answer. */
export function s3Document(root: string, inner: string): string {
  return `${startOfDocument(root)}${inner}${endOfDocument(root)}`;
}

/** What goes before the elements of an S3 answer. */
export function startOfDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${S3_NAMESPACE}">`;
}

/** What goes behind them. */
export function endOfDocument(root: string): string {
  return `</${root}>`;
}
