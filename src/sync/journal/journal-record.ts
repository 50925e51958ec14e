import type { ChecksumAlgorithm } from "../checksum/checksum.ts";
import type { Tag } from "../ports.ts";
import type { SyncCounts } from "../report/sync-counts.ts";

/** The command that a run was started with, for whoever goes on with it; it holds no secret. */
export interface SavedCommand {
  readonly cwd: string;
  readonly positionals: readonly string[];
  readonly given: readonly { readonly name: string; readonly value: string | undefined }[];
  /** What it does, but for how it is told and by whom: two of one job do the same. */
  readonly job: string;
  /** Where its requests went, when not to AWS. */
  readonly endpoint: string | undefined;
}

/** The first line of a journal. */
export interface RunRecord {
  readonly t: "run";
  readonly v: 1;
  readonly id: string;
  readonly startedMs: number;
  /** Which start of the machine it was. */
  readonly boot: string;
  readonly command: SavedCommand;
}

/** An upload in parts that S3 has begun for us. */
export interface UploadRecord {
  readonly t: "upload";
  /** The full key. */
  readonly key: string;
  readonly uploadId: string;
  readonly algorithm: ChecksumAlgorithm;
  /** What its parts were made of; see `stampOf`. */
  readonly stamp: string;
}

/** A download in parts. */
export interface FileRecord {
  readonly t: "file";
  readonly key: string;
  readonly path: string;
  readonly stamp: string;
}

/** One part of it that is written, and the sum of its bytes. */
interface FilePartRecord {
  readonly t: "part";
  readonly path: string;
  readonly start: number;
  readonly sum: string;
}

/** Tags that are written once the object is there, since no header can carry them. */
export interface TagsRecord {
  readonly t: "tags";
  readonly key: string;
  /** The full key at the destination. */
  readonly to: string;
  readonly tags: readonly Tag[];
}

/** One line of a journal; keys are relative to both sides unless they are called full. */
export type JournalRecord =
  | RunRecord
  /** Another process goes on from here; its tag is in the names of what it downloads. */
  | { readonly t: "resume"; readonly boot: string; readonly tag: string }
  /** Nothing up to and with `through` is left to do but `open`; the counts are of the whole run. */
  | {
      readonly t: "mark";
      readonly through: string;
      readonly open: readonly string[];
      readonly counts: SyncCounts;
    }
  /** To be looked at again: deletions that wait, transfers that failed. */
  | { readonly t: "again"; readonly keys: readonly string[] }
  /** An upload to this full key is asked for; S3 has not answered yet. */
  | { readonly t: "begin"; readonly key: string; readonly atMs: number }
  | UploadRecord
  /** It is an object, or gone. */
  | { readonly t: "closed"; readonly uploadId: string }
  | FileRecord
  | FilePartRecord
  | TagsRecord
  /** They are written, or the key is transferred once more. */
  | { readonly t: "tagged"; readonly key: string }
  /** Everything is done. */
  | { readonly t: "end" };
