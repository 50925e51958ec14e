import { compareUtf8 } from "../../aws/index.ts";
import type { SyncCounts } from "../report/sync-counts.ts";
import type { JournalRecord, RunRecord, TagsRecord, UploadRecord } from "./journal-record.ts";

/** Keys to look at one by one; a listing from the start is cheaper than more of them. */
const MOST_KEYS = 10_000;

/** A download in parts that is not finished: the sums of its parts by where they start. */
export interface UnfinishedFile {
  readonly key: string;
  readonly path: string;
  readonly stamp: string;
  readonly parts: Map<number, string>;
}

/** Where to go on listing, and what before it is to be looked at again. */
export interface Position {
  readonly through: string;
  /** In key order. */
  readonly again: readonly string[];
}

/** What the records of a journal come to, one after the other. */
export class JournalState {
  /** Uploads that were begun and are not known to have ended, by their ids. */
  readonly uploads: Map<string, UploadRecord> = new Map();
  /** When uploads were asked for whose ids never came, by full key. */
  readonly asked: Map<string, number> = new Map();
  readonly files: Map<string, UnfinishedFile> = new Map();
  /** Tags that were to follow their objects and are not known to be written, by key. */
  readonly lateTags: Map<string, TagsRecord> = new Map();
  counts: SyncCounts | undefined;
  hasEnded = false;
  #boot: string;
  #bootOfMark: string;
  #through: string | undefined;
  #open: readonly string[] = [];
  /** Before and after the last process took over. */
  #again: readonly [Set<string>, Set<string>] = [new Set(), new Set()];

  /** Of all processes that the run has had. */
  readonly tags: Set<string>;

  constructor({ id, boot }: RunRecord) {
    this.tags = new Set([id]);
    this.#boot = boot;
    this.#bootOfMark = boot;
  }

  /** Whether the machine has been started anew since the last mark. */
  hasRestarted(boot: string): boolean {
    return boot !== this.#bootOfMark;
  }

  /** Undefined where there is none, or so much to look at again that a new listing costs less. */
  get position(): Position | undefined {
    const through = this.#through;
    if (through === undefined) return undefined;
    const all = new Set([...this.#again[0], ...this.#again[1], ...this.#open]);
    if (all.size > MOST_KEYS) return undefined;
    const again = [...all].filter((key) => compareUtf8(key, through) <= 0).sort(compareUtf8);
    return { through, again };
  }

  add(record: JournalRecord): void {
    if (isOfTags(record)) {
      this.#addTags(record);
      return;
    }
    switch (record.t) {
      case "run":
      case "part":
      case "file":
        this.#addFile(record);
        return;
      case "resume":
        this.#boot = record.boot;
        this.tags.add(record.tag);
        this.#again = [new Set([...this.#again[0], ...this.#again[1]]), new Set()];
        return;
      case "mark":
        // By its first mark a process has looked again at everything that the one before it left.
        this.#again[0].clear();
        this.#bootOfMark = this.#boot;
        this.#through = record.through;
        this.#open = record.open;
        this.counts = record.counts;
        return;
      case "again":
        this.#addAgain(record.keys);
        return;
      case "begin":
      case "upload":
      case "closed":
        this.#addUpload(record);
        return;
      case "end":
        this.hasEnded = true;
    }
  }

  /** One more than the most is kept, so that too many are known for it. */
  #addAgain(keys: readonly string[]): void {
    const [, now] = this.#again;
    for (const key of keys) if (now.size <= MOST_KEYS) now.add(key);
  }

  #addUpload(record: Extract<JournalRecord, { readonly t: "begin" | "upload" | "closed" }>): void {
    switch (record.t) {
      case "begin":
        this.asked.set(record.key, record.atMs);
        return;
      case "upload":
        this.asked.delete(record.key);
        this.uploads.set(record.uploadId, record);
        return;
      case "closed":
        this.uploads.delete(record.uploadId);
    }
  }

  #addTags(record: OfTags): void {
    if (record.t === "tags") this.lateTags.set(record.key, record);
    else this.lateTags.delete(record.key);
  }

  #addFile(record: Extract<JournalRecord, { readonly t: "run" | "file" | "part" }>): void {
    if (record.t === "run") return;
    if (record.t === "part") {
      this.files.get(record.path)?.parts.set(record.start, record.sum);
      return;
    }
    const { key, path, stamp } = record;
    this.files.set(path, { key, path, stamp, parts: new Map() });
  }
}

type OfTags = Extract<JournalRecord, { readonly t: "tags" | "tagged" }>;

function isOfTags(record: JournalRecord): record is OfTags {
  return record.t === "tags" || record.t === "tagged";
}
