import { createHash } from "node:crypto";
import type { Identity } from "../../authenticate.ts";
import { sendAs } from "../../s3/send-as.ts";
import { s3Time } from "../../s3/s3-time.ts";
import type { LabState } from "../../state/lab-state.ts";
import type { Pairs } from "../../state/stored-object.ts";
import type { JobReport, JobRow, TaskOutcome, TaskRow } from "./job-row.ts";
import { named } from "./task-message.ts";

// A file of a report is held in memory until it is written.
const MAX_ROWS = 10_000;

/** Writes a job's completion report as its role; throws S3's refusal where the role may not. */
export async function writeReport(lab: LabState, job: JobRow, identity: Identity): Promise<void> {
  const { report } = job;
  // S3 User Guide, Completion reports: there is one as soon as one task was invoked.
  if (report === undefined || job.succeeded + job.failed === 0) return;
  const writer: Writer = { lab, identity, report, folder: folderOf(report, job.id) };
  const results: Result[] = [];
  for (const status of report.scope === "AllTasks" ? STATUSES : FAILED) {
    for await (const result of writeResults(writer, job, status)) results.push(result);
  }
  const manifest = JSON.stringify({
    Format: "Report_CSV_20180820",
    ReportCreationDate: s3Time(lab.now()),
    Results: results,
    ReportSchema: "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage",
  });
  await put(writer, "manifest.json", manifest);
  await put(writer, "manifest.json.md5", md5Of(manifest));
}

type Status = TaskOutcome["status"];
const FAILED: readonly Status[] = ["failed"];
const STATUSES: readonly Status[] = ["succeeded", "failed"];

interface Writer {
  readonly lab: LabState;
  readonly identity: Identity;
  readonly report: JobReport;
  readonly folder: string;
}

/** A file of results, as `manifest.json` names it. */
interface Result {
  readonly TaskExecutionStatus: Status;
  readonly Bucket: string;
  readonly MD5Checksum: string;
  readonly Key: string;
}

async function* writeResults(
  writer: Writer,
  { id }: JobRow,
  status: Status,
): AsyncGenerator<Result> {
  let lines: string[] = [];
  for (const { value } of writer.lab.s3Control.jobTasks.range({ within: [id] })) {
    if (value.outcome?.status !== status) continue;
    lines.push(lineOf(value, value.outcome));
    if (lines.length < MAX_ROWS) continue;
    yield await writeFile(writer, lines, status);
    lines = [];
  }
  if (lines.length > 0) yield await writeFile(writer, lines, status);
}

async function writeFile(
  writer: Writer,
  lines: readonly string[],
  status: Status,
): Promise<Result> {
  const text = lines.join("");
  const name = `results/${createHash("sha1").update(text).digest("hex")}.csv`;
  await put(writer, name, text);
  return {
    TaskExecutionStatus: status,
    Bucket: named(writer.lab, writer.report.bucketArn).bucketName,
    MD5Checksum: md5Of(text),
    Key: `${writer.folder}${name}`,
  };
}

/** The status of HTTP comes before the code, as AWS's examples have it, whatever the schema says. */
function lineOf(
  { bucket, key, versionId = "" }: TaskRow,
  { status, httpStatus, code, message }: TaskOutcome,
): string {
  return `${[bucket, key, versionId, status, String(httpStatus), code, message].map(quoted).join(",")}\n`;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

async function put(
  { lab, identity, report, folder }: Writer,
  name: string,
  body: string,
): Promise<void> {
  const owner: Pairs =
    report.expectedOwner === undefined
      ? []
      : [["x-amz-expected-bucket-owner", report.expectedOwner]];
  const answer = sendAs(lab, identity, {
    method: "PUT",
    ...named(lab, report.bucketArn),
    key: `${folder}${name}`,
    // Reports are always encrypted so (S3 User Guide, Completion reports).
    headers: [["x-amz-server-side-encryption", "AES256"], ...owner],
    body,
  });
  await answer.reply();
}

function folderOf({ prefix }: JobReport, id: string): string {
  return `${prefix === undefined ? "" : `${prefix}/`}job-${id}/`;
}

function md5Of(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
