import type { Transfer } from "../compare/change.ts";
import type { SyncCounts } from "../report/sync-counts.ts";
import { deadJournals } from "./journal-directory.ts";
import type { JournalFile } from "./journal-file.ts";
import type { FileRecord, SavedCommand, TagsRecord, UploadRecord } from "./journal-record.ts";
import type { JournalState, Position, UnfinishedFile } from "./journal-state.ts";
import { type PageEnd, Progress } from "./progress.ts";

/** Marks come often at first and seldom later, so that a kill costs a small part of what was done. */
const MARK_MS = { shortest: 250, longest: 30_000, partOfRun: 1 / 50 };

/** What a run that is resumed begins with. */
export interface Resumption {
  /** Undefined where everything must be listed again. */
  readonly position: Position | undefined;
  /** Whether the machine has been started anew: files that were not flushed may be gone or torn. */
  readonly hasRestarted: boolean;
  /** What the processes before this one did. */
  readonly counts: SyncCounts | undefined;
  /** A line that cannot be read, in the middle of others. */
  readonly damagedLine: number | undefined;
}

/** What a run journal is made of. */
export interface JournalParts {
  readonly id: string;
  /** Of this process, in the names of what it downloads. */
  readonly tag: string;
  readonly place: { readonly directory: string; readonly isGiven: boolean };
  readonly command: SavedCommand;
  readonly file: JournalFile;
  /** What dead processes of this run left. */
  readonly left?: JournalState | undefined;
  readonly resumption?: Resumption | undefined;
  /** Lets go of the journal, and of its file when nothing is left to do. */
  readonly release: (outcome: "finished" | "unfinished") => Promise<void>;
}

/** The journal of a run: what another process needs to go on where this one ends. */
export class RunJournal {
  readonly id: string;
  readonly tag: string;
  readonly place: JournalParts["place"];
  readonly command: SavedCommand;
  readonly resumption: Resumption | undefined;
  readonly #parts: JournalParts;
  readonly #file: JournalFile;
  readonly #progress = new Progress();
  /** Uploads that this process has begun or gone on with, by id. */
  readonly #uploads = new Map<string, UploadRecord>();
  readonly #leftUploads: Map<string, UploadRecord>;
  readonly #leftFiles: Map<string, UnfinishedFile>;
  readonly #lateTags: Map<string, TagsRecord>;
  #counts: () => SyncCounts | undefined = () => undefined;
  readonly #startedMs = performance.now();
  #markedMs = this.#startedMs;
  #isClosed = false;
  #begun: Promise<void> | undefined;

  constructor(parts: JournalParts) {
    this.id = parts.id;
    this.tag = parts.tag;
    this.place = parts.place;
    this.command = parts.command;
    this.resumption = parts.resumption;
    this.#parts = parts;
    this.#file = parts.file;
    this.#leftUploads = new Map(parts.left?.uploads);
    this.#leftFiles = new Map(parts.left?.files);
    this.#lateTags = new Map(parts.left?.lateTags);
  }

  /** Takes the counts of the whole run from here for each mark. */
  follow(counts: () => SyncCounts): void {
    this.#counts = counts;
  }

  handed(transfer: Transfer): void {
    this.#progress.handed(transfer);
    // What an earlier process meant to write is older than what is transferred now.
    this.tagged(transfer.key);
  }

  /** Makes sure that the tag of this process is known before a file has it in its name. */
  begin(): Promise<void> {
    this.#begun ??= this.#file.begin();
    return this.#begun;
  }

  /** A transfer has ended in one of its ways. */
  ended(transfer: Transfer): void {
    this.#progress.ended(transfer);
    this.#markIfDue();
  }

  pageEnded(end: PageEnd): void {
    this.#progress.pageEnded(end);
    this.#markIfDue();
  }

  /** These are to be looked at again by whoever goes on. */
  lookAgain(keys: readonly string[]): void {
    if (keys.length > 0) this.#file.append({ t: "again", keys });
  }

  /** An upload in parts that another process of this run left, if it was made of the same. */
  takeUpload(key: string, stamp: string): UploadRecord | undefined {
    for (const upload of this.#leftUploads.values()) {
      if (upload.key !== key || upload.stamp !== stamp) continue;
      this.#leftUploads.delete(upload.uploadId);
      this.#uploads.set(upload.uploadId, upload);
      return upload;
    }
    return undefined;
  }

  /** When a process that was killed had asked for an upload to this key whose id nobody knows. */
  takeAsked(key: string): number | undefined {
    const asked = this.#parts.left?.asked;
    const atMs = asked?.get(key);
    asked?.delete(key);
    return atMs;
  }

  async uploadAsked(key: string): Promise<void> {
    this.#file.append({ t: "begin", key, atMs: Date.now() });
    await this.#file.flush();
  }

  async uploadBegun(upload: UploadRecord): Promise<void> {
    this.#uploads.set(upload.uploadId, upload);
    this.#file.append(upload);
    await this.#file.sync();
  }

  /** It has become an object, or is gone. */
  uploadEnded(uploadId: string): void {
    this.#uploads.delete(uploadId);
    this.#leftUploads.delete(uploadId);
    this.#file.append({ t: "closed", uploadId });
  }

  /** Uploads of this run, of this process or one before it, that have not ended. */
  get openUploads(): readonly UploadRecord[] {
    return [...this.#leftUploads.values(), ...this.#uploads.values()];
  }

  /** Makes sure that these are known before their object is there: no listing shows that it lacks them. */
  async tagsFollow(tags: TagsRecord): Promise<void> {
    this.#lateTags.set(tags.key, tags);
    this.#file.append(tags);
    await this.#file.sync();
  }

  /** They are written, or are no longer meant. */
  tagged(key: string): void {
    if (this.#lateTags.delete(key)) this.#file.append({ t: "tagged", key });
  }

  /** Tags of this run, of this process or one before it, that are not written. */
  get lateTags(): readonly TagsRecord[] {
    return [...this.#lateTags.values()];
  }

  /** A download in parts that another process of this run left, if it is of the same object. */
  takeFile(key: string, stamp: string): UnfinishedFile | undefined {
    for (const file of this.#leftFiles.values()) {
      if (file.key !== key || file.stamp !== stamp) continue;
      this.#leftFiles.delete(file.path);
      return file;
    }
    return undefined;
  }

  /** Files of downloads that nobody has gone on with yet. */
  get leftFiles(): readonly string[] {
    return [...this.#leftFiles.keys()];
  }

  /** Whether a file is of a download that a process of this run left, and may be gone on with. */
  hasFile(path: string): boolean {
    return this.#parts.left?.files.has(path) === true;
  }

  /** Tags of processes that run no more, of this run and of others whose journals are here. */
  async deadTags(): Promise<ReadonlySet<string>> {
    const others = await deadJournals(this.place.directory);
    const states = others.map(({ state }) => state.tags);
    return new Set([...(this.#parts.left?.tags ?? []), ...states.flatMap((tags) => [...tags])]);
  }

  async fileBegun(file: FileRecord): Promise<void> {
    this.#file.append(file);
    await this.#file.flush();
  }

  filePart(path: string, start: number, sum: string): void {
    this.#file.append({ t: "part", path, start, sum });
    void this.#file.flush();
  }

  /** Writes where the run stands, whatever the time. */
  async mark(): Promise<void> {
    this.#markedMs = performance.now();
    const snapshot = this.#progress.snapshot();
    const counts = this.#counts();
    if (snapshot === undefined || counts === undefined) return this.#file.flush();
    const { through, open, sourceEntries, destinationEntries } = snapshot;
    this.#file.append({
      t: "mark",
      through,
      open,
      counts: { ...counts, sourceEntries, destinationEntries },
    });
    await this.#file.sync();
  }

  /** Whether somebody could go on with this run. */
  get isResumable(): boolean {
    return this.#file.isWritten;
  }

  /** Why nobody could, where the journal could not be written. */
  get fault(): unknown {
    return this.#file.fault;
  }

  /** Ends the journal: a finished one goes, an unfinished one says where the run stands. */
  async close(outcome: "finished" | "unfinished"): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (outcome === "finished") {
      if (this.#file.isWritten) this.#file.append({ t: "end" });
      await this.#file.flush();
    } else await this.mark();
    await this.#file.close();
    await this.#parts.release(outcome);
  }

  /** Ends the journal of a run that has changed nothing; one that goes on stays as it was. */
  async discard(): Promise<void> {
    if (this.resumption !== undefined) return this.close("unfinished");
    await this.close("finished");
    await this.#parts.release("finished");
  }

  #markIfDue(): void {
    const nowMs = performance.now();
    const { shortest, longest, partOfRun } = MARK_MS;
    const wanted = (nowMs - this.#startedMs) * partOfRun;
    if (nowMs - this.#markedMs < Math.min(longest, Math.max(shortest, wanted))) return;
    // Nobody waits for it: a disk that is slow delays the mark, not the run.
    void this.mark();
  }
}
