import { decodeXmlText } from "../../aws/index.ts";
import type { EntryPage } from "../../sync/index.ts";
import { WireError } from "../http/wire-error.ts";
import { scanEntries } from "./scan-entries.ts";

/** The token that asks for the page after this one, or undefined when this is the last. */
export function nextToken(page: Buffer): string | undefined {
  // A listing that ends early would let `--delete` remove what it did not show.
  if (page.lastIndexOf("</ListBucketResult>") === -1) {
    throw new WireError("ConnectionClosed", "the answer to ListObjectsV2 broke off before its end");
  }
  if (elementText(page, "IsTruncated") !== "true") return undefined;
  const token = elementText(page, "NextContinuationToken");
  if (token === undefined || token === "") {
    throw new WireError(
      "UnreadableAnswer",
      "cannot list on: the answer to ListObjectsV2 says `IsTruncated` without a `NextContinuationToken`",
    );
  }
  return token;
}

/** Reads the objects of one ListObjectsV2 answer, in the order in which they stand. */
export function readListPage(page: Buffer): EntryPage {
  const isUrlEncoded = elementText(page, "EncodingType") === "url";
  const entries = scanEntries(page, isUrlEncoded);
  const count = elementText(page, "KeyCount");
  if (count !== undefined && Number(count) !== entries.length) {
    throw new WireError(
      "UnreadableAnswer",
      `cannot read the answer to ListObjectsV2: it counts ${count} keys and shows ${entries.length}`,
    );
  }
  return entries;
}

/** The text of the first element of that name; S3 puts these before the keys, some servers after. */
function elementText(page: Buffer, name: string): string | undefined {
  const open = `<${name}>`;
  const start = page.indexOf(open);
  if (start === -1) return undefined;
  const end = page.indexOf("<", start + open.length);
  return decodeXmlText(page.toString("utf8", start + open.length, end));
}
