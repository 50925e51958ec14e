export { batchWay } from "./batch/batch-way.ts";
export { readReport } from "./batch/read-report.ts";
export { callsOfBatch } from "./batch/calls-of-batch.ts";
export type { BatchMeans } from "./batch/batch-engine.ts";
export {
  type BatchJob,
  type BatchJobs,
  type BatchOrder,
  type DescribedJob,
  isOver,
} from "./batch/batch-jobs.ts";
export { callsOf, callsOfBackup, callsOfCopy, callsOfRemoval } from "./calls.ts";
export type { Inventory } from "./inventory/inventory-manifest.ts";
export { combineSums } from "./combine-sums.ts";
export { type ChecksumAlgorithm, createRunningSum, type Sum, sumOf } from "./checksum.ts";
export type { RunningSum } from "./running-sum.ts";
export { EntryPage, NOWHERE, NUMBERS_PER_ROW, PLACES_PER_ROW } from "./entry-page.ts";
export type { SyncEvent } from "./events.ts";
export { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "./options.ts";
export { asError, systemReason } from "./errno.ts";
export { stateDirectory } from "./journal/journal-directory.ts";
export { beginJournal, type JournalPlace, resumeJournal } from "./journal/open-journal.ts";
export type { RunJournal } from "./journal/run-journal.ts";
export type { SyncCounts } from "./sync-counts.ts";
export { keyFilter, rootedFilters } from "./filter.ts";
export { formatPlace, formatSpot, fullKey, keyPrefix, type Place, type Spot } from "./place.ts";
export type {
  BegunUpload,
  BucketStore,
  ByteRange,
  Cancellable,
  CopySource,
  CustomerKey,
  DeleteOptions,
  Entry,
  GetOptions,
  HeadOptions,
  ListedPage,
  Listing,
  ListOptions,
  MultipartUpload,
  ObjectBody,
  SmallGetOptions,
  SmallObject,
  ObjectDescription,
  ObjectHead,
  PageOptions,
  PartOptions,
  Tag,
  UploadedPart,
  WrittenObject,
  WriteOptions,
} from "./ports.ts";
export type { Permission } from "./once-permitted.ts";
export type { PlanTotals } from "./plan-totals.ts";
export { progressLine, readableSize } from "./progress-line.ts";
export { reportLine } from "./report-lines.ts";
export { runCopy } from "./run-copy.ts";
export { runRemoval } from "./run-removal.ts";
export { type Pipes, runStream } from "./run-stream.ts";
export { runSync, type SyncJob } from "./run-sync.ts";
