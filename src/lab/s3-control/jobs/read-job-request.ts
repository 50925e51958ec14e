import { malformedXml, notImplemented } from "../../refusal.ts";
import type { Pairs } from "../../state/stored-object.ts";
import { childText, expectElement, readXml, type XmlElement } from "../../xml/read-xml.ts";
import { element, wrap } from "../../xml/write-xml.ts";
import { controlRefusal } from "../s3-control-call.ts";
import type { JobManifest, JobReport, JobRow, ManifestField } from "./job-row.ts";
import { readTags, requireS3Arn } from "./read-job-elements.ts";
import { readTaskTemplate } from "./read-task-template.ts";

/** What a CreateJob asks for. */
export interface JobRequest extends Pick<
  JobRow,
  "priority" | "roleArn" | "needsConfirmation" | "template" | "manifest" | "asked"
> {
  readonly token: string;
  readonly description?: string;
  readonly report?: JobReport;
  readonly tags: Pairs;
}

const ELEMENTS = [
  "ConfirmationRequired",
  "Operation",
  "Report",
  "ClientRequestToken",
  "Manifest",
  "ManifestGenerator",
  "Description",
  "Priority",
  "RoleArn",
  "Tags",
];

/** Reads the body of a CreateJob (S3 API Reference, S3 Control, CreateJob). */
export function readJobRequest(text: string): JobRequest {
  const root = expectElement(readXml(text), "CreateJobRequest", ELEMENTS);
  const child = (name: string): XmlElement | undefined =>
    root.children.find((each) => each.name === name);
  if (child("ManifestGenerator") !== undefined) {
    throw notImplemented("the parameter `ManifestGenerator` of `CreateJob`");
  }
  const [operation, manifest, report] = ["Operation", "Manifest", "Report"].map(child);
  if (operation === undefined || manifest === undefined || report === undefined) {
    throw malformedXml();
  }
  const description = childText(root, "Description");
  const read = readReport(report);
  return {
    token: requireToken(requireText(root, "ClientRequestToken")),
    priority: readPriority(childText(root, "Priority")),
    roleArn: readRole(requireText(root, "RoleArn")),
    // The service takes a missing flag for true (aws/aws-sdk-go-v2 issue 1814).
    needsConfirmation: childText(root, "ConfirmationRequired") !== "false",
    ...(description !== undefined && { description }),
    template: readTaskTemplate(operation),
    manifest: readManifest(manifest),
    ...(read && { report: read }),
    tags: readTags(child("Tags")),
    asked: [operation, manifest, report].map(written).join(""),
  };
}

/** Reads a priority, from a body or a query. */
export function readPriority(text: string | undefined): number {
  const priority = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (priority <= 2_147_483_647) return priority;
  throw controlRefusal("InvalidRequest", "Priority must be from 0 to 2147483647");
}

function requireToken(token: string): string {
  if (token.length <= 64) return token;
  throw controlRefusal("InvalidRequest", "A ClientRequestToken has 64 characters at most");
}

function readRole(arn: string): string {
  if (/^arn:[^:]+:iam::\d{12}:role\/./.test(arn)) return arn;
  throw controlRefusal("InvalidRequest", `${arn} is not the ARN of a role`);
}

const FIELDS: readonly ManifestField[] = ["Bucket", "Key", "VersionId", "Ignore"];

function readManifest(manifest: XmlElement): JobManifest {
  const spec = manifest.children.find(({ name }) => name === "Spec");
  const location = manifest.children.find(({ name }) => name === "Location");
  if (spec === undefined || location === undefined) throw malformedXml();
  const format = requireText(spec, "Format");
  if (format === "S3InventoryReport_CSV_20161130") {
    throw notImplemented("the manifest format `S3InventoryReport_CSV_20161130`");
  }
  if (format !== "S3BatchOperations_CSV_20180820") throw malformedXml();
  const versionId = childText(location, "ObjectVersionId");
  return {
    fields: readFields(spec.children.find(({ name }) => name === "Fields")),
    objectArn: requireS3Arn(requireText(location, "ObjectArn"), "ObjectArn"),
    ...(versionId !== undefined && { versionId }),
    etag: requireText(location, "ETag").replaceAll('"', ""),
  };
}

/** S3 API Reference, JobManifestSpec: bucket and key must be among the fields. */
function readFields(list: XmlElement | undefined): readonly ManifestField[] {
  const fields = (list?.children ?? []).map(({ text }) => FIELDS.find((field) => field === text));
  const known = fields.filter((field) => field !== undefined);
  if (known.length < fields.length) throw malformedXml();
  if (known.includes("Bucket") && known.includes("Key")) return known;
  throw controlRefusal("InvalidRequest", "The manifest's fields must include Bucket and Key");
}

function readReport(report: XmlElement): JobReport | undefined {
  if (requireText(report, "Enabled") !== "true") return undefined;
  const scope = requireText(report, "ReportScope");
  if (scope !== "AllTasks" && scope !== "FailedTasksOnly") throw malformedXml();
  if (requireText(report, "Format") !== "Report_CSV_20180820") throw malformedXml();
  const prefix = childText(report, "Prefix")?.replace(/\/$/, "");
  const expectedOwner = childText(report, "ExpectedBucketOwner");
  return {
    bucketArn: requireS3Arn(requireText(report, "Bucket"), "Report.Bucket"),
    ...(prefix !== undefined && prefix !== "" && { prefix }),
    scope,
    ...(expectedOwner !== undefined && { expectedOwner }),
  };
}

function requireText(parent: XmlElement, name: string): string {
  const text = childText(parent, name);
  if (text === undefined || text === "") throw malformedXml();
  return text;
}

function written({ name, text, children }: XmlElement): string {
  return children.length === 0 ? element(name, text) : wrap(name, children.map(written).join(""));
}
