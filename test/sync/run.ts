import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import {
  DEFAULT_SYNC_OPTIONS,
  type Place,
  reportLine,
  runSync,
  type SyncEvent,
  type SyncJob,
  type SyncOptions,
} from "../../src/sync/index.ts";
import type { MemoryCloud } from "../support/memory-bucket.ts";

export interface Outcome {
  readonly events: readonly SyncEvent[];
  /** The AWS CLI's lines as seen from the root directory. */
  readonly lines: readonly string[];
  readonly exitCode: number | undefined;
}

/** `s3://bucket/prefix` or an absolute path. */
export function placeOf(text: string): Place {
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(text) ?? [];
  return bucket === undefined ? { kind: "local", path: text } : { kind: "s3", bucket, prefix };
}

export function jobOf(
  cloud: MemoryCloud,
  [from, to]: readonly [string, string],
  options: Partial<SyncOptions> = {},
): SyncJob {
  const [source, destination] = [placeOf(from), placeOf(to)];
  return {
    source,
    destination,
    stores: {
      ...(source.kind === "s3" ? { source: cloud.bucket(source.bucket) } : {}),
      ...(destination.kind === "s3" ? { destination: cloud.bucket(destination.bucket) } : {}),
    },
    options: { ...DEFAULT_SYNC_OPTIONS, ...options },
  };
}

export async function outcomeOf(job: SyncJob): Promise<Outcome> {
  const events: SyncEvent[] = [];
  for await (const event of runSync(job)) events.push(event);
  const last = events.at(-1);
  const cwd = job.destination.kind === "local" ? job.destination.path : "/";
  return {
    events,
    lines: events.flatMap((event) => reportLine(event, cwd)?.text ?? []),
    exitCode: last?.type === "done" ? last.exitCode : undefined,
  };
}

/** Runs a sync to its end. */
export function sync(
  cloud: MemoryCloud,
  ends: readonly [string, string],
  options: Partial<SyncOptions> = {},
): Promise<Outcome> {
  return outcomeOf(jobOf(cloud, ends, options));
}

/** A directory that goes when the test ends. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "sluice-test-"));
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}
