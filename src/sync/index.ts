export { callsOf } from "./calls.ts";
export type { Change, Direction, TransferReason } from "./change.ts";
export type { SyncCounts, SyncEvent, SyncExitCode, SyncProgress } from "./events.ts";
export { DEFAULT_SYNC_OPTIONS, type Filter, type SyncOptions } from "./options.ts";
export { formatPlace, type Place, type Spot } from "./place.ts";
export type {
  BucketStore,
  ByteRange,
  Cancellable,
  CopySource,
  Entry,
  GetOptions,
  Listing,
  ListOptions,
  MultipartUpload,
  ObjectBody,
  UploadedPart,
  WriteOptions,
} from "./ports.ts";
export { progressLine } from "./progress-line.ts";
export { type ReportLine, reportLine } from "./report-lines.ts";
export { runSync, type SyncJob } from "./run-sync.ts";
export type { Stores } from "./sides.ts";
export type { WarningCode } from "./warning.ts";
