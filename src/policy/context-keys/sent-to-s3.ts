import type { RequestContext } from "../request.ts";

/** What a request to S3 sends; header and parameter names in lower case. */
export interface SentToS3 {
  readonly header: (name: string) => string | undefined;
  readonly parameter: (name: string) => string | undefined;
}

/** Headers that policies can see, and the condition key they appear as (Service Authorization Reference, S3). */
const HEADERS: Readonly<Record<string, string>> = {
  "if-match": "s3:if-match",
  "if-none-match": "s3:if-none-match",
  "x-amz-acl": "s3:x-amz-acl",
  "x-amz-content-sha256": "s3:x-amz-content-sha256",
  "x-amz-copy-source": "s3:x-amz-copy-source",
  "x-amz-grant-full-control": "s3:x-amz-grant-full-control",
  "x-amz-grant-read": "s3:x-amz-grant-read",
  "x-amz-grant-read-acp": "s3:x-amz-grant-read-acp",
  "x-amz-grant-write": "s3:x-amz-grant-write",
  "x-amz-grant-write-acp": "s3:x-amz-grant-write-acp",
  "x-amz-metadata-directive": "s3:x-amz-metadata-directive",
  "x-amz-object-lock-legal-hold": "s3:object-lock-legal-hold",
  "x-amz-object-lock-mode": "s3:object-lock-mode",
  "x-amz-object-lock-retain-until-date": "s3:object-lock-retain-until-date",
  "x-amz-object-ownership": "s3:x-amz-object-ownership",
  "x-amz-server-side-encryption": "s3:x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id": "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-customer-algorithm":
    "s3:x-amz-server-side-encryption-customer-algorithm",
  "x-amz-storage-class": "s3:x-amz-storage-class",
  "x-amz-website-redirect-location": "s3:x-amz-website-redirect-location",
};

const PARAMETERS: Readonly<Record<string, string>> = {
  delimiter: "s3:delimiter",
  "max-keys": "s3:max-keys",
  prefix: "s3:prefix",
  versionid: "s3:versionid",
};

/** The condition keys of what a request to S3 sends; what it does not send has none. */
export function sentToS3({ header, parameter }: SentToS3): RequestContext {
  const context = new Map<string, readonly string[]>();
  for (const [name, key] of Object.entries(HEADERS)) setIfSent(context, key, header(name));
  for (const [name, key] of Object.entries(PARAMETERS)) setIfSent(context, key, parameter(name));
  return context;
}

function setIfSent(
  context: Map<string, readonly string[]>,
  key: string,
  value: string | undefined,
): void {
  if (value !== undefined) context.set(key, [value]);
}

/** The condition keys of tags that a request to S3 puts on an object. */
export function objectTagKeys(tags: readonly (readonly [string, string])[]): RequestContext {
  const context = new Map<string, readonly string[]>(
    tags.map(([key, value]) => [`s3:requestobjecttag/${key.toLowerCase()}`, [value]]),
  );
  if (tags.length > 0)
    context.set(
      "s3:requestobjecttagkeys",
      tags.map(([key]) => key),
    );
  return context;
}
