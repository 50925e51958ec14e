import { normalizeEncoding, percentEncode } from "../percent-encoding.ts";
import type { WireRequest } from "./types.ts";

/**
 * The path as it is signed. S3 takes the path as sent, encoded once; all others take out dots and
 * empty segments and encode once more (IAM User Guide, Create a signed AWS API request).
 */
export function canonicalPath(path: string, service: string): string {
  if (service === "s3") {
    return /^[\w.~/-]+$/.test(path) ? path : path.split("/").map(normalizeEncoding).join("/");
  }
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(percentEncode(segment));
  }
  const end = segments.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${segments.join("/")}${end}`;
}

/** The query as it is signed: sorted by encoded name and value, `name=` for a bare name. */
export function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs = query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const name = equals < 0 ? pair : pair.slice(0, equals);
      return [queryText(name), queryText(equals < 0 ? "" : pair.slice(equals + 1))] as const;
    });
  pairs.sort(([a, x], [b, y]) => byUnit(a, b) || byUnit(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

/** In a query `+` stands for a space. */
function queryText(text: string): string {
  return normalizeEncoding(text.replaceAll("+", "%20"));
}

/** What is signed of the headers: `names` for `SignedHeaders`, `lines` for the canonical request. */
interface CanonicalHeaders {
  readonly names: string;
  readonly lines: string;
}

const NONE: ReadonlySet<string> = new Set();

/** Sorts headers by lower-case name and joins the values of a name that stands twice. */
export function canonicalHeaders(
  headers: WireRequest["headers"],
  leftOut: ReadonlySet<string> = NONE,
): CanonicalHeaders {
  const sorted: Header[] = [];
  for (const header of headers) {
    const named = lowerCased(header);
    if (!leftOut.has(named[0])) sorted.push(named);
  }
  sorted.sort(byName);
  let names = "";
  let lines = "";
  let last: string | undefined;
  for (const header of sorted) {
    const name = header[0];
    const value = trimmed(header[1]);
    if (name === last) {
      lines += `,${value}`;
      continue;
    }
    lines += last === undefined ? `${name}:${value}` : `\n${name}:${value}`;
    names += last === undefined ? name : `;${name}`;
    last = name;
  }
  return { names, lines: `${lines}\n` };
}

type Header = WireRequest["headers"][number];

function lowerCased(header: Header): Header {
  const name = header[0].toLowerCase();
  return name === header[0] ? header : [name, header[1]];
}

function byName(a: Header, b: Header): number {
  return byUnit(a[0], b[0]);
}

/** Only white space of ASCII counts: what stands here may be bytes, of which `\xa0` is half of `à`. */
function trimmed(value: string): string {
  if (!/[\t-\r ]/.test(value)) return value;
  return value.replace(/[\t-\r ]+/g, " ").replace(/^ | $/g, "");
}

/** Everything here is ASCII, where UTF-16 units and bytes sort alike. */
function byUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
