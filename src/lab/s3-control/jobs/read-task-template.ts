import { malformedXml, notImplemented } from "../../refusal.ts";
import { tagSet } from "../../s3/tags.ts";
import { childText, expectElement, type XmlElement } from "../../xml/read-xml.ts";
import { element, s3Document, wrap } from "../../xml/write-xml.ts";
import { readTags } from "./read-job-elements.ts";
import { readAcl } from "./read-acl.ts";
import { readCopy } from "./read-copy.ts";
import type { TaskTemplate } from "./job-row.ts";

/** What AWS has and the lab does not; there is none that deletes objects. */
const LACKING: readonly string[] = [
  "LambdaInvoke",
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
  ["S3InitiateRestoreObject", readRestore],
  ["S3PutObjectLegalHold", readLegalHold],
  ["S3PutObjectRetention", readRetention],
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

/** Only these two tiers (S3 API Reference, S3InitiateRestoreObjectOperation). */
const TIERS: ReadonlyMap<string, string> = new Map([
  ["BULK", "Bulk"],
  ["STANDARD", "Standard"],
]);

function readRestore(asked: XmlElement): TaskTemplate {
  expectElement(asked, "S3InitiateRestoreObject", ["ExpirationInDays", "GlacierJobTier"]);
  const tier = TIERS.get(childText(asked, "GlacierJobTier") ?? "BULK");
  if (tier === undefined) throw malformedXml();
  const body = s3Document(
    "RestoreRequest",
    element("Days", childText(asked, "ExpirationInDays")) +
      wrap("GlacierJobParameters", element("Tier", tier)),
  );
  return {
    operation: "S3InitiateRestoreObject",
    method: "POST",
    marker: "restore",
    headers: [],
    body,
  };
}

function readLegalHold(asked: XmlElement): TaskTemplate {
  const hold = expectElement(asked, "S3PutObjectLegalHold", ["LegalHold"]).children[0];
  const status = hold && childText(hold, "Status");
  const body = s3Document("LegalHold", element("Status", status));
  return {
    operation: "S3PutObjectLegalHold",
    method: "PUT",
    marker: "legal-hold",
    headers: [],
    body,
  };
}

function readRetention(asked: XmlElement): TaskTemplate {
  expectElement(asked, "S3PutObjectRetention", ["BypassGovernanceRetention", "Retention"]);
  const retention = asked.children.find(({ name }) => name === "Retention");
  if (retention === undefined) throw malformedXml();
  const bypasses = childText(asked, "BypassGovernanceRetention") === "true";
  const fields = ["Mode", "RetainUntilDate"].map((name) =>
    element(name, childText(retention, name)),
  );
  return {
    operation: "S3PutObjectRetention",
    method: "PUT",
    marker: "retention",
    headers: bypasses ? [["x-amz-bypass-governance-retention", "true"]] : [],
    body: s3Document("Retention", fields.join("")),
  };
}
