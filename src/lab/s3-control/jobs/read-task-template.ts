import { malformedXml, notImplemented } from "../../refusal.ts";
import { tagSet } from "../../s3/tags.ts";
import { childText, expectElement, type XmlElement } from "../../xml/read-xml.ts";
import { s3Document } from "../../xml/write-xml.ts";
import { readTags } from "./read-job-elements.ts";
import { readCopy } from "./read-copy.ts";
import type { TaskTemplate } from "./job-row.ts";

/** What AWS has and the lab does not; there is none that deletes objects. */
const LACKING: readonly string[] = [
  "LambdaInvoke",
  "S3InitiateRestoreObject",
  "S3PutObjectLegalHold",
  "S3PutObjectRetention",
  "S3ReplicateObject",
  "S3ComputeObjectChecksum",
  "S3UpdateObjectEncryption",
];

/** How the parameters of each operation are read. */
const READERS: ReadonlyMap<string, (asked: XmlElement) => TaskTemplate> = new Map([
  ["S3PutObjectCopy", readCopy],
  ["S3PutObjectTagging", readTagging],
  ["S3DeleteObjectTagging", readNoTagging],
  ["S3PutObjectAcl", readAcl],
]);

/** Reads the `Operation` of a job. */
export function readTaskTemplate(operation: XmlElement): TaskTemplate {
  const [asked, ...others] = operation.children;
  if (asked === undefined || others.length > 0) throw malformedXml();
  if (LACKING.includes(asked.name)) throw notImplemented(`\`${asked.name}\` of \`CreateJob\``);
  const read = READERS.get(asked.name);
  if (read === undefined) throw malformedXml();
  return read(asked);
}

function readTagging(asked: XmlElement): TaskTemplate {
  expectElement(asked, "S3PutObjectTagging", ["TagSet"]);
  return {
    operation: "S3PutObjectTagging",
    method: "PUT",
    marker: "tagging",
    headers: [],
    body: s3Document("Tagging", tagSet(readTags(asked.children[0]))),
  };
}

function readNoTagging(): TaskTemplate {
  return {
    operation: "S3DeleteObjectTagging",
    method: "DELETE",
    marker: "tagging",
    headers: [],
  };
}

function readAcl(asked: XmlElement): TaskTemplate {
  const policy = asked.children[0];
  if (policy?.name !== "AccessControlPolicy") throw malformedXml();
  expectElement(policy, "AccessControlPolicy", ["AccessControlList", "CannedAccessControlList"]);
  const canned = childText(policy, "CannedAccessControlList");
  if (canned === undefined || policy.children.length > 1) {
    throw notImplemented("the parameter `AccessControlList` of `S3PutObjectAcl`");
  }
  return {
    operation: "S3PutObjectAcl",
    method: "PUT",
    marker: "acl",
    headers: [["x-amz-acl", canned]],
  };
}
