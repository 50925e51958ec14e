import type { Identity } from "../../authenticate.ts";
import type { Reply } from "../../http/reply.ts";
import { Refusal } from "../../refusal.ts";
import { sendAs } from "../../s3/send-as.ts";
import type { LabState } from "../../state/lab-state.ts";
import { taskKey } from "../s3-control-tables.ts";
import { changeJob, failing } from "./change-job.ts";
import type { JobFailure, JobRow, TaskRow } from "./job-row.ts";
import { ManifestFault, readManifest } from "./read-manifest.ts";
import { named } from "./task-message.ts";

const BATCH = 1000;

/** Reads a job's manifest as its role, and keeps its tasks; then the job is ready, or waits to be confirmed. */
export async function prepareJob(lab: LabState, job: JobRow, identity: Identity): Promise<void> {
  try {
    const total = await keepTasks(lab, job, identity);
    await changeJob(lab, job, (row) => prepared(lab, row, total));
  } catch (error) {
    const failure = failureOf(error);
    await changeJob(lab, job, (row) => failing(row, failure));
  }
}

function prepared({ now }: LabState, job: JobRow, total: number): JobRow {
  if (job.status !== "Preparing") return job;
  return job.needsConfirmation
    ? { ...job, total, status: "Suspended", suspendedMs: now() }
    : { ...job, total, status: "Ready" };
}

async function keepTasks(lab: LabState, job: JobRow, identity: Identity): Promise<number> {
  const pieces = await openManifest(lab, job, identity);
  let batch: TaskRow[] = [];
  let total = 0;
  const keep = (): Promise<void> => {
    const tasks = batch;
    const first = total - tasks.length;
    batch = [];
    return lab.store.transaction(() => {
      for (const [i, task] of tasks.entries()) {
        lab.s3Control.jobTasks.put(taskKey(job.id, first + i), task);
      }
    });
  };
  for await (const task of readManifest(pieces, job.manifest.fields)) {
    batch.push(task);
    total += 1;
    if (batch.length === BATCH) await keep();
  }
  await keep();
  return total;
}

/** The manifest must be the one whose ETag the job names. */
async function openManifest(
  lab: LabState,
  { manifest }: JobRow,
  identity: Identity,
): Promise<AsyncIterable<Uint8Array>> {
  const { objectArn, versionId, etag } = manifest;
  const [, place = "", key = ""] =
    /^(arn:[^/]*:accesspoint\/[^/]+)\/object\/(.*)$/s.exec(objectArn) ??
    /^([^/]*)\/(.*)$/s.exec(objectArn) ??
    [];
  const answer = sendAs(lab, identity, {
    method: "GET",
    ...named(lab, place),
    key,
    headers: [["if-match", `"${etag}"`]],
    ...(versionId !== undefined && { query: [["versionId", versionId]] }),
  });
  return piecesOf(await answer.reply());
}

async function* piecesOf({ body }: Reply): AsyncGenerator<Uint8Array> {
  if (body === undefined) return;
  if (typeof body === "string") yield Buffer.from(body);
  else if ("pieces" in body) yield* body.pieces;
  else yield body;
}

/** What AWS calls these failures is not published; the codes are those of the requests behind them. */
function failureOf(error: unknown): JobFailure {
  if (error instanceof Refusal) {
    const { code, message } = error.detail;
    return { code, reason: `The manifest could not be read: ${message}` };
  }
  if (error instanceof ManifestFault) {
    return { code: "InvalidManifest", reason: `The manifest is not valid: ${error.message}` };
  }
  throw error;
}
