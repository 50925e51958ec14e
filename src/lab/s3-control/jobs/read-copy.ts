import { percentEncode } from "../../../aws/index.ts";
import { malformedXml, notImplemented } from "../../refusal.ts";
import type { Pairs } from "../../state/stored-object.ts";
import { childText, type XmlElement } from "../../xml/read-xml.ts";
import type { TaskTemplate } from "./job-row.ts";
import { grantHeaders } from "./read-acl.ts";
import { readTags, requireS3Arn } from "./read-job-elements.ts";

/** Elements whose text is that of a header of CopyObject. */
const PLAIN: Readonly<Record<string, string>> = {
  CannedAccessControlList: "x-amz-acl",
  MetadataDirective: "x-amz-metadata-directive",
  RedirectLocation: "x-amz-website-redirect-location",
  StorageClass: "x-amz-storage-class",
  SSEAwsKmsKeyId: "x-amz-server-side-encryption-aws-kms-key-id",
  BucketKeyEnabled: "x-amz-server-side-encryption-bucket-key-enabled",
  ChecksumAlgorithm: "x-amz-checksum-algorithm",
  ObjectLockLegalHoldStatus: "x-amz-object-lock-legal-hold",
  ObjectLockMode: "x-amz-object-lock-mode",
  ObjectLockRetainUntilDate: "x-amz-object-lock-retain-until-date",
};
const TIMES: Readonly<Record<string, string>> = {
  ModifiedSinceConstraint: "x-amz-copy-source-if-modified-since",
  UnModifiedSinceConstraint: "x-amz-copy-source-if-unmodified-since",
};
const METADATA: Readonly<Record<string, string>> = {
  CacheControl: "cache-control",
  ContentDisposition: "content-disposition",
  ContentEncoding: "content-encoding",
  ContentLanguage: "content-language",
  ContentType: "content-type",
};

/** Reads `S3PutObjectCopy` (S3 API Reference, S3CopyObjectOperation). */
export function readCopy(asked: XmlElement): TaskTemplate {
  const arn = childText(asked, "TargetResource");
  if (arn === undefined) throw malformedXml();
  const prefix = childText(asked, "TargetKeyPrefix");
  return {
    operation: "S3PutObjectCopy",
    method: "PUT",
    headers: asked.children.flatMap((child) => headersOf(child)).concat(directiveOf(asked)),
    target: {
      arn: requireS3Arn(arn, "TargetResource"),
      ...(prefix !== undefined && { prefix }),
    },
  };
}

/** The other elements. */
const FURTHER: ReadonlyMap<string, (child: XmlElement) => Pairs> = new Map([
  ["TargetResource", () => []],
  ["TargetKeyPrefix", () => []],
  ["RequesterPays", requesterPays],
  ["NewObjectTagging", newTags],
  ["AccessControlGrants", grantHeaders],
  ["NewObjectMetadata", ({ children }) => children.flatMap(metadataHeaders)],
]);

function headersOf(child: XmlElement): Pairs {
  const { name, text } = child;
  const plain = PLAIN[name];
  if (plain !== undefined) return [[plain, text]];
  const time = TIMES[name];
  if (time !== undefined) return [[time, httpTime(text)]];
  const further = FURTHER.get(name);
  if (further !== undefined) return further(child);
  throw notImplemented(`the parameter \`${name}\` of \`S3PutObjectCopy\``);
}

function requesterPays({ text }: XmlElement): Pairs {
  return text === "true" ? [["x-amz-request-payer", "requester"]] : [];
}

function newTags(child: XmlElement): Pairs {
  const tags = readTags(child).map(
    ([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`,
  );
  return [
    ["x-amz-tagging-directive", "REPLACE"],
    ["x-amz-tagging", tags.join("&")],
  ];
}

/** Metadata that is given replaces that of the source, though nothing says so beside it. */
function directiveOf(asked: XmlElement): Pairs {
  const names = asked.children.map(({ name }) => name);
  const isSaid = names.includes("MetadataDirective") || !names.includes("NewObjectMetadata");
  return isSaid ? [] : [["x-amz-metadata-directive", "REPLACE"]];
}

function metadataHeaders({ name, text, children }: XmlElement): Pairs {
  const header = METADATA[name];
  if (header !== undefined) return [[header, text]];
  if (name === "HttpExpiresDate") return [["expires", httpTime(text)]];
  if (name === "SSEAlgorithm") {
    return [["x-amz-server-side-encryption", text === "KMS" ? "aws:kms" : text]];
  }
  if (name === "UserMetadata") return children.map(userMetadata);
  throw notImplemented(`the parameter \`NewObjectMetadata.${name}\` of \`S3PutObjectCopy\``);
}

function userMetadata(entry: XmlElement): readonly [string, string] {
  const key = (childText(entry, "key") ?? "").toLowerCase();
  return [`x-amz-meta-${key}`, childText(entry, "value") ?? ""];
}

function httpTime(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw malformedXml();
  return new Date(ms).toUTCString();
}
