import type { ObjectDescription } from "../../sync/index.ts";

/** The headers that describe an object, on its way in and out (S3 API Reference, PutObject, GetObject). */
export const DESCRIPTION_HEADERS: readonly (readonly [
  field: Exclude<keyof ObjectDescription, "metadata">,
  header: string,
])[] = [
  ["contentType", "content-type"],
  ["cacheControl", "cache-control"],
  ["contentDisposition", "content-disposition"],
  ["contentEncoding", "content-encoding"],
  ["contentLanguage", "content-language"],
  ["expires", "expires"],
  ["websiteRedirectLocation", "x-amz-website-redirect-location"],
];

export const METADATA_PREFIX = "x-amz-meta-";
