import type { ChecksumAlgorithm } from "../checksum/checksum.ts";
import type { SyncCounts } from "../report/sync-counts.ts";
import type { Tag as ObjectTag } from "../ports.ts";
import type { JournalRecord, RunRecord, SavedCommand } from "./journal-record.ts";

type Fields = Readonly<Record<string, unknown>>;

const ALGORITHMS: readonly string[] = [
  "CRC32",
  "CRC32C",
  "CRC64NVME",
  "SHA1",
  "SHA256",
] satisfies ChecksumAlgorithm[];

/** Makes a record of what a line of a journal holds; undefined for anything else. */
export function readRecord(value: unknown): JournalRecord | undefined {
  if (!isFields(value)) return undefined;
  const { t } = value;
  return typeof t === "string" && Object.hasOwn(READERS, t) ? READERS[t as Tag](value) : undefined;
}

type Tag = JournalRecord["t"];
type Reader = (fields: Fields) => JournalRecord | undefined;

const READERS: Readonly<Record<Tag, Reader>> = {
  run: readRun,
  resume: ({ boot, tag }) => (isText(boot) && isText(tag) ? { t: "resume", boot, tag } : undefined),
  mark: ({ through, open, counts }) =>
    isText(through) && areTexts(open) && isCounts(counts)
      ? { t: "mark", through, open, counts }
      : undefined,
  again: ({ keys }) => (areTexts(keys) ? { t: "again", keys } : undefined),
  begin: ({ key, atMs }) => (isText(key) && isNumber(atMs) ? { t: "begin", key, atMs } : undefined),
  upload: ({ key, uploadId, algorithm, stamp }) =>
    isText(key) && isText(uploadId) && isAlgorithm(algorithm) && isText(stamp)
      ? { t: "upload", key, uploadId, algorithm, stamp }
      : undefined,
  closed: ({ uploadId }) => (isText(uploadId) ? { t: "closed", uploadId } : undefined),
  file: ({ key, path, stamp }) =>
    isText(key) && isText(path) && isText(stamp) ? { t: "file", key, path, stamp } : undefined,
  part: ({ path, start, sum }) =>
    isText(path) && isNumber(start) && isText(sum) ? { t: "part", path, start, sum } : undefined,
  tags: ({ key, to, tags }) =>
    isText(key) && isText(to) && areTags(tags) ? { t: "tags", key, to, tags } : undefined,
  tagged: ({ key }) => (isText(key) ? { t: "tagged", key } : undefined),
  end: () => ({ t: "end" }),
};

function readRun({ v, id, startedMs, boot, command }: Fields): RunRecord | undefined {
  const saved = readCommand(command);
  if (v !== 1 || !isText(id) || !isNumber(startedMs) || !isText(boot) || !saved) return undefined;
  return { t: "run", v, id, startedMs, boot, command: saved };
}

function readCommand(value: unknown): SavedCommand | undefined {
  if (!isFields(value)) return undefined;
  const { cwd, positionals, given, job, endpoint } = value;
  if (!isText(cwd) || !isText(job) || !areTexts(positionals) || !Array.isArray(given))
    return undefined;
  const options = given.flatMap((one: unknown) => {
    if (!isFields(one) || !isText(one["name"])) return [];
    return [{ name: one["name"], value: isText(one["value"]) ? one["value"] : undefined }];
  });
  const to = isText(endpoint) ? endpoint : undefined;
  return { cwd, positionals, given: options, job, endpoint: to };
}

const COUNTS: readonly (keyof SyncCounts)[] = [
  "transferred",
  "transferredBytes",
  "deleted",
  "failed",
  "warnings",
  "sourceEntries",
  "destinationEntries",
];

function isCounts(value: unknown): value is SyncCounts {
  return isFields(value) && COUNTS.every((name) => isNumber(value[name]));
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function areTags(value: unknown): value is readonly ObjectTag[] {
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => isFields(one) && isText(one["key"]) && isText(one["value"]))
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isAlgorithm(value: unknown): value is ChecksumAlgorithm {
  return isText(value) && ALGORITHMS.includes(value);
}
