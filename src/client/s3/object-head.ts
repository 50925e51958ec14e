import type { ObjectDescription, ObjectHead } from "../../sync/index.ts";
import { storedSums } from "../checksum/stored-sums.ts";
import { headerOf, type HttpHeaders } from "../http/http-message.ts";
import { WireError } from "../http/wire-error.ts";
import { DESCRIPTION_HEADERS, METADATA_PREFIX } from "./description-headers.ts";
import { unquoted } from "./unquoted.ts";

/** What is asked, and of which object. */
interface Asked {
  readonly operation: string;
  readonly key: string;
}

/** What the headers say of the object; throws when they leave out what S3 always sends. */
export function objectHead(headers: HttpHeaders, of: Asked): ObjectHead {
  const { size, etag, modifiedMs } = objectState(headers, of);
  const sums = storedSums(headers);
  const description = descriptionOf(headers);
  return { size, etag, modifiedMs, description, sums, ...archiveOf(headers) };
}

/** Of which bytes the object is; throws when the headers leave out what S3 always sends. */
export function objectState(
  headers: HttpHeaders,
  of: Asked,
): Pick<ObjectHead, "size" | "etag" | "modifiedMs"> {
  const size = Number(headerOf(headers, "content-length") ?? Number.NaN);
  const etag = headerOf(headers, "etag");
  const modifiedMs = Date.parse(headerOf(headers, "last-modified") ?? "");
  if (!Number.isSafeInteger(size) || etag === undefined || Number.isNaN(modifiedMs)) {
    throw new WireError(
      "UnreadableAnswer",
      `cannot read \`${of.key}\`: the answer to ${of.operation} lacks its length, ETag or date`,
    );
  }
  return { size, etag: unquoted(etag), modifiedMs };
}

/** `x-amz-restore: ongoing-request="false", expiry-date=…` once a restored copy is there. */
function archiveOf(headers: HttpHeaders): Pick<ObjectHead, "storageClass" | "isRestored"> {
  const storageClass = headerOf(headers, "x-amz-storage-class");
  const restore = headerOf(headers, "x-amz-restore");
  return {
    ...(storageClass !== undefined && { storageClass }),
    ...(restore !== undefined && { isRestored: restore.includes('ongoing-request="false"') }),
  };
}

function descriptionOf(headers: HttpHeaders): ObjectDescription {
  const description: Record<string, string> = {};
  for (const [field, name] of DESCRIPTION_HEADERS) {
    const value = headerOf(headers, name);
    if (value !== undefined) description[field] = value;
  }
  const metadata: (readonly [name: string, value: string])[] = [];
  for (const name in headers) {
    if (!name.startsWith(METADATA_PREFIX)) continue;
    metadata.push([name.slice(METADATA_PREFIX.length), headers[name] ?? ""]);
  }
  return metadata.length === 0
    ? description
    : { ...description, metadata: Object.fromEntries(metadata) };
}
