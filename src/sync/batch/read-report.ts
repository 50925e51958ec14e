import { createHash, type Hash } from "node:crypto";
import { AwsError, percentDecode, type Sentence, ToldError } from "../../aws/index.ts";
import type { BucketStore } from "../ports.ts";
import { csvRecords } from "./csv-records.ts";

/** What a completion report says of one object; without an error it was copied. */
export interface ReportedTask {
  readonly bucket: string;
  readonly key: string;
  readonly error?: AwsError;
}

/** A report in its bucket. */
export interface ReportPlace {
  readonly store: BucketStore;
  /** What its files start with, down to the job's own folder. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the tasks of a completion report that ended so, each file held against the MD5 that the
 * report's manifest names for it; undefined where there is no report.
 */
export async function readReport(
  place: ReportPlace,
  status: "succeeded" | "failed",
): Promise<AsyncIterable<ReportedTask> | undefined> {
  const files = await filesOf(place);
  return (
    files &&
    tasksIn(
      place,
      files.filter(({ of }) => of === status),
    )
  );
}

interface ReportFile {
  readonly of: string;
  readonly key: string;
  readonly md5: string;
}

async function filesOf(place: ReportPlace): Promise<readonly ReportFile[] | undefined> {
  const key = `${place.folder}manifest.json`;
  try {
    const sum = (await textOf(place, `${key}.md5`)).trim();
    return readFiles(await textOf(place, key, sum), key);
  } catch (error) {
    // Without s3:ListBucket S3 says AccessDenied of what is not there.
    const isAbsent =
      error instanceof AwsError && (error.code === "NoSuchKey" || error.code === "AccessDenied");
    if (isAbsent) return undefined;
    throw error;
  }
}

function readFiles(text: string, key: string): readonly ReportFile[] {
  const manifest: unknown = JSON.parse(text);
  const results = isFields(manifest) ? manifest["Results"] : undefined;
  if (!Array.isArray(results))
    throw damaged(key, { en: "it names no results", ja: "結果が書かれていません" });
  return results.map((result: unknown) => {
    if (!isFields(result))
      throw damaged(key, { en: "one of its results is none", ja: "結果の 1 つが正しくありません" });
    const { TaskExecutionStatus: of, Key: file, MD5Checksum: md5 } = result;
    if (typeof of === "string" && typeof file === "string" && typeof md5 === "string") {
      return { of, key: file, md5 };
    }
    throw damaged(key, {
      en: "a result lacks its status, key or sum",
      ja: "結果の 1 つに、状態、キー、チェックサムのどれかがありません",
    });
  });
}

/** Reads each file twice: before its end nothing of it is known to be true, and it may be larger than memory. */
async function* tasksIn(
  place: ReportPlace,
  files: readonly ReportFile[],
): AsyncGenerator<ReportedTask, void, undefined> {
  const { store, signal } = place;
  for (const { key, md5 } of files) {
    const ifMatch = await verifiedEtag(place, { key, md5 }).catch((error: unknown) => {
      if (!(error instanceof AwsError) || error.code !== "NoSuchKey") throw error;
      throw damaged(key, { en: "there is no such file", ja: "ファイルがありません" });
    });
    const { bytes } = await store.getObject(key, { ifMatch, ...(signal && { signal }) });
    for await (const record of csvRecords(bytes)) yield taskOf(record, key);
  }
}

function taskOf(record: readonly string[], file: string): ReportedTask {
  const [bucket = "", encoded = "", , status, first = "", second = "", ...message] = record;
  // The manifest had it encoded so; S3 writes it back as it was.
  const key = percentDecode(encoded);
  if (key === undefined || status === undefined) {
    throw damaged(file, {
      en: "a line of it is no task",
      ja: "タスクの形になっていない行があります",
    });
  }
  if (status === "succeeded") return { bucket, key };
  // AWS's schema and its examples (S3 User Guide, Completion reports) differ in which of the two comes first.
  const [code, http] = /^\d*$/.test(first) ? [second, first] : [first, second];
  return {
    bucket,
    key,
    error: new AwsError({
      code: code === "" ? "PermanentFailure" : code,
      message: withoutFacts(message.join(",")),
      status: Number(http),
      operation: "CopyObject",
    }),
  };
}

/** Behind AWS's own message stands what the request was, in parentheses. */
function withoutFacts(message: string): string {
  return message.replace(/ \(Service: (?:Amazon )?S3[;,].*\)$/s, "");
}

async function textOf({ store, signal }: ReportPlace, key: string, md5?: string): Promise<string> {
  const { bytes } = await store.getObject(key, { ...(signal && { signal }) });
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  const content = Buffer.concat(pieces);
  if (md5 !== undefined) requireMd5(createHash("md5").update(content), { key, md5 });
  return content.toString("utf8");
}

type Sealed = Pick<ReportFile, "key" | "md5">;

/** The ETag of a file that is what its MD5 says. */
async function verifiedEtag({ store, signal }: ReportPlace, file: Sealed): Promise<string> {
  const hash = createHash("md5");
  const { bytes, etag } = await store.getObject(file.key, { ...(signal && { signal }) });
  for await (const piece of bytes) hash.update(piece);
  requireMd5(hash, file);
  return etag;
}

function requireMd5(hash: Hash, { key, md5 }: Sealed): void {
  if (hash.digest("hex") === md5.toLowerCase()) return;
  throw damaged(key, {
    en: "its content is not what its MD5 says",
    ja: "内容が MD5 と一致しません",
  });
}

function damaged(key: string, { en, ja }: Sentence): Error {
  return new ToldError({
    en: `cannot read the completion report \`${key}\`: ${en}`,
    ja: `完了レポート \`${key}\` を読み取れません: ${ja}`,
  });
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
