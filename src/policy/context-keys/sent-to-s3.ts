import type { RequestContext } from "../request.ts";

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
};

/** What was sent under a name, if anything was. */
type Sent = (name: string) => string | undefined;

/** The condition keys of a request's headers, which are asked for in lower case; one that is not sent has none. */
export function sentHeaders(header: Sent): RequestContext {
  return keysOf(HEADERS, header);
}

/** The condition keys of a listing's parameters; one that is not sent has none. */
export function sentListing(parameter: Sent): RequestContext {
  return keysOf(PARAMETERS, parameter);
}

function keysOf(names: Readonly<Record<string, string>>, sent: Sent): RequestContext {
  const context = new Map<string, readonly string[]>();
  for (const [name, key] of Object.entries(names)) {
    const value = sent(name);
    if (value !== undefined) context.set(key, [value]);
  }
  return context;
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
