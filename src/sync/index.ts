export { hasContent } from "./sides/local-root.ts";
export { batchWay } from "./batch/batch-way.ts";
export { refuseManifestsInside } from "./batch/refuse-manifests-inside.ts";
export { readReport } from "./batch/read-report.ts";
export { callsOfBatch, callsOfJobs } from "./batch/calls-of-batch.ts";
export type { BatchMeans } from "./batch/batch-engine.ts";
export {
  type BatchJob,
  type BatchJobs,
  type BatchOrder,
  type DescribedJob,
  isOver,
} from "./batch/batch-jobs.ts";
export { callsOf, callsOfBackup, callsOfCopy, callsOfRemoval } from "./plan/calls.ts";
export type { Inventory } from "./inventory/inventory-manifest.ts";
export { combineSums } from "./checksum/combine-sums.ts";
export { sumOfParts } from "./checksum/sum-of-parts.ts";
export { type ChecksumAlgorithm, createRunningSum, type Sum, sumOf } from "./checksum/checksum.ts";
export type { RunningSum } from "./checksum/running-sum.ts";
export { Learned } from "./listing/paired-listings.ts";
export { classIndexIn } from "./listing/build-page.ts";
export { EntryPage, NOWHERE, NUMBERS_PER_ROW, PLACES_PER_ROW } from "./listing/entry-page.ts";
export type { SyncEvent, SyncExitCode } from "./report/events.ts";
export { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "./options.ts";
export { asError, systemReason } from "./errno.ts";
export { makeDirectory } from "./make-directory.ts";
export { exitCodeOf } from "./report/exit-code-of.ts";
export { stateDirectory } from "./journal/journal-directory.ts";
export { beginJournal, type JournalPlace, resumeJournal } from "./journal/open-journal.ts";
export type { RunJournal } from "./journal/run-journal.ts";
export { requireDeletable } from "./deletion/require-deletable.ts";
export { deletionLimit } from "./deletion/check-deletions.ts";
export { NO_COUNTS, type SyncCounts } from "./report/sync-counts.ts";
export { keyFilter, rootedFilters } from "./listing/filter.ts";
export {
  formatPlace,
  formatSpot,
  fullKey,
  keyPrefix,
  type Place,
  type Spot,
  spotAt,
} from "./sides/place.ts";
export type {
  BegunUpload,
  BucketStore,
  ByteRange,
  Cancellable,
  CompletionOptions,
  CopySource,
  CustomerKey,
  DeleteOptions,
  DirectoryOptions,
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
export { reopenSides } from "./sides/reopen-sides.ts";
export { sourceDirectories } from "./sides/source-directories.ts";
export type { Sides, Stores } from "./sides/sides.ts";
export type { Permission } from "./run/once-permitted.ts";
export type { PlanTotals } from "./plan/plan-totals.ts";
export { progressLine, readableSize } from "./report/progress-line.ts";
export { reportLine } from "./report/report-lines.ts";
export { runCopy } from "./run/run-copy.ts";
export { stopsRun } from "./run/stops-run.ts";
export { runRange } from "./run/run-range.ts";
export { type RangeEnd, type RangePart, RangeWork } from "./run/range-work.ts";
export { runRemoval } from "./run/run-removal.ts";
export { type Pipes, runStream } from "./run/run-stream.ts";
export { runSync, type SyncJob } from "./run/run-sync.ts";
