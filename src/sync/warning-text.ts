import { formatS3Uri } from "../aws/index.ts";
import type { SyncEvent } from "./events.ts";
import type { WarningCode } from "./warning.ts";

type Warning = Extract<SyncEvent, { readonly type: "warning" }>;

/** What follows `warning: `, in the AWS CLI's words where it has any; paths are absolute. */
export function warningText({ at, code, kind, error }: Warning): string {
  const name = at.kind === "s3" ? formatS3Uri(at.bucket, at.key) : at.path;
  const text = `${BEGINNINGS[code] ?? "Skipping file "}${name}${ENDS[code].replaceAll("{operation}", kind)}`;
  const why = error === undefined ? "" : ` ${error.message}`;
  return text + why;
}

/** Those that are about a file which was not skipped. */
const BEGINNINGS: Partial<Readonly<Record<WarningCode, string>>> = {
  "case-conflict-written": "Downloading ",
  "timestamp-not-set": "Successfully Downloaded ",
  "orphaned-upload": "Could not clean up after the upload of ",
  "unknown-upload": "Could not look for an earlier upload of ",
  "tags-not-read": "Copied without its tags ",
  "tags-not-written": "Copied without its tags ",
  "not-comparable": "Cannot compare ",
};

/** The AWS CLI's own for the first six; it has none for the rest. */
const ENDS: Readonly<Record<WarningCode, string>> = {
  "case-conflict":
    " because a file whose name differs only by case either exists or is being downloaded.",
  "case-conflict-written":
    " despite a file whose name differs only by case either existing or being downloaded.",
  missing: ". File does not exist.",
  unreadable: ". File/Directory is not readable.",
  special: ". File is character special device, block special device, FIFO, or socket.",
  glacier:
    ". Object is of storage class GLACIER. Unable to perform {operation} operations on GLACIER objects. You must restore the object to be able to perform the operation. See aws s3 {operation} help for additional parameter options to ignore or force these transfers.",
  "parent-directory": ". File references a parent directory.",
  "timestamp-not-set": " but was unable to update the last modified time.",
  "orphaned-upload": ": its parts stay in the bucket and are billed until they are aborted.",
  "unknown-upload":
    ": the run was killed while it was begun, and its parts, if it has any, are billed until they are aborted.",
  "written-meanwhile": ". It was written by another during the run.",
  "tags-not-read":
    ", which may not be read; `--copy-props metadata-directive` leaves tags out on purpose.",
  "tags-not-written":
    ". Another sync finds it there and leaves it as it is; copy it by itself to have its tags.",
  "not-comparable": " by content: there is no checksum that both sides have, so it is transferred.",
  undecodable: ". File name is not valid UTF-8.",
  loop: ". Symbolic link leads back to a directory above it.",
  "leaves-root": ". Symbolic link leads out of the destination.",
  "absolute-key": ". Key starts with a slash.",
  "empty-segment": ". Key has an empty path segment.",
  "dot-segment": ". Key has a path segment that is a dot.",
  "nul-byte": ". Key has a NUL byte.",
  replaced: ". It was a file when it was listed, and is none any more.",
  "through-link": ". It is reached through a symbolic link, and nothing is deleted through one.",
  "temporary-name": ". Key has the name of an unfinished download.",
};
