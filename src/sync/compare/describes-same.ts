import type { SyncOptions } from "../options.ts";
import type { ObjectDescription } from "../ports.ts";

/** What S3 calls the type of an object that was written without one (API Reference, PutObject). */
const UNTYPED = "binary/octet-stream";

/** Whether an object is described as a transfer would describe it. */
export function describesSame(wanted: ObjectDescription, actual: ObjectDescription): boolean {
  // S3 takes no redirect along, so one that nobody asked for is no difference.
  const { websiteRedirectLocation = actual.websiteRedirectLocation } = wanted;
  const redirect = websiteRedirectLocation === undefined ? {} : { websiteRedirectLocation };
  return textOf({ ...wanted, ...redirect }) === textOf(actual);
}

/** How a copy is described, given its source's description: by the source, the flags, or both. */
export function descriptionOfCopy(
  source: ObjectDescription,
  { write, copyProps }: SyncOptions,
): ObjectDescription {
  const given = descriptionIn(write);
  const { websiteRedirectLocation } = given;
  const redirect = { websiteRedirectLocation };
  if (write.metadataDirective === "COPY") return descriptionIn({ ...source, ...redirect });
  if (copyProps === "none" || write.metadataDirective === "REPLACE") return given;
  return descriptionIn({ ...source, ...given, ...redirect });
}

type Loose<T> = { readonly [Field in keyof T]: T[Field] | undefined };

/** The descriptive part of what a write carries. */
export function descriptionIn(write: Loose<ObjectDescription>): ObjectDescription {
  const { contentType, cacheControl, contentDisposition, contentEncoding } = write;
  const { contentLanguage, expires, websiteRedirectLocation, metadata } = write;
  return {
    ...(contentType !== undefined && { contentType }),
    ...(cacheControl !== undefined && { cacheControl }),
    ...(contentDisposition !== undefined && { contentDisposition }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(contentLanguage !== undefined && { contentLanguage }),
    ...(expires !== undefined && { expires }),
    ...(websiteRedirectLocation !== undefined && { websiteRedirectLocation }),
    ...(metadata !== undefined && { metadata }),
  };
}

function textOf({ metadata = {}, contentType = UNTYPED, ...headers }: ObjectDescription): string {
  const fields = Object.entries({ ...headers, contentType });
  // Header names have no case.
  const named = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value]);
  return JSON.stringify([fields.sort(byName), named.sort(byName)]);
}

function byName([a = ""]: readonly string[], [b = ""]: readonly string[]): number {
  return a < b ? -1 : 1;
}
