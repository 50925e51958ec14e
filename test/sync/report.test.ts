import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/aws/index.ts";
import { changedFile } from "../../src/sync/transfer/changed-file.ts";
import { Ledger } from "../../src/sync/run/ledger.ts";
import { progressLine, reportLine, type Spot, type SyncEvent } from "../../src/sync/index.ts";
import { refusal } from "../support/memory-bucket.ts";

const object: Spot = { kind: "s3", bucket: "b", key: "p/a.txt" };
const file = (path: string): Spot => ({ kind: "local", path });

function upload(path: string, dryrun = false): SyncEvent {
  const rest = { reason: "absent", bytes: 1, dryrun } as const;
  return { type: "transferred", kind: "upload", from: file(path), to: object, ...rest };
}

describe("lines are the AWS CLI's (results.py, utils.relative_path)", () => {
  test.each<readonly [SyncEvent, "stdout" | "stderr", string]>([
    [upload("/w/a.txt"), "stdout", "upload: ./a.txt to s3://b/p/a.txt"],
    [upload("/w/d/a.txt"), "stdout", "upload: d/a.txt to s3://b/p/a.txt"],
    [upload("/a.txt"), "stdout", "upload: ../a.txt to s3://b/p/a.txt"],
    [upload("/w/a.txt", true), "stdout", "(dryrun) upload: ./a.txt to s3://b/p/a.txt"],
    [{ type: "deleted", at: object, dryrun: false }, "stdout", "delete: s3://b/p/a.txt"],
    [{ type: "deleted", at: file("/w/a"), dryrun: true }, "stdout", "(dryrun) delete: ./a"],
    [
      {
        type: "failed",
        kind: "upload",
        from: file("/w/a"),
        to: object,
        error: refusal("PutObject"),
      },
      "stderr",
      "upload failed: ./a to s3://b/p/a.txt An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
    ],
    [
      { type: "failed", kind: "delete", to: object, error: refusal("DeleteObject") },
      "stderr",
      "delete failed: s3://b/p/a.txt An error occurred (AccessDenied) when calling the DeleteObject operation: Access Denied",
    ],
    [
      { type: "fatal", error: refusal("ListObjectsV2") },
      "stderr",
      "fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied",
    ],
    [{ type: "cancelled" }, "stderr", "cancelled: ctrl-c received"],
    [
      { type: "deletionsHeldBack", deletions: 3, failed: 1 },
      "stderr",
      "warning: nothing was deleted (3 to delete), because 1 of the transfers failed",
    ],
    [upload("/w/a\u001b[2J\nb"), "stdout", "upload: ./a\\x1b[2J\\x0ab to s3://b/p/a.txt"],
    [upload("/w/a\u2028b\u202ec"), "stdout", "upload: ./a\\u2028b\\u202ec to s3://b/p/a.txt"],
    [
      { type: "warning", code: "missing", kind: "upload", at: file("/w/a"), key: "a" },
      "stderr",
      "warning: Skipping file /w/a. File does not exist.",
    ],
    [
      { type: "warning", code: "glacier", kind: "copy", at: object, key: "a.txt" },
      "stderr",
      "warning: Skipping file s3://b/p/a.txt. Object is of storage class GLACIER. Unable to perform copy operations on GLACIER objects. You must restore the object to be able to perform the operation. See aws s3 copy help for additional parameter options to ignore or force these transfers.",
    ],
    [
      { type: "warning", code: "timestamp-not-set", kind: "download", at: file("/w/a"), key: "a" },
      "stderr",
      "warning: Successfully Downloaded /w/a but was unable to update the last modified time.",
    ],
  ])("%#", (event, stream, text) => {
    expect(reportLine(event, "/w")).toEqual({ stream, text });
  });
});

describe("what the AWS CLI has no words for is said in Japanese, too", () => {
  test.each<readonly [SyncEvent, string]>([
    [
      { type: "deletionsHeldBack", deletions: 3, failed: 1 },
      "warning: 転送が 1 件失敗したため、何も削除していません（削除予定 3 件）",
    ],
    [
      { type: "fatal", error: new UsageError({ en: "it is empty", ja: "空です" }) },
      "fatal error: 空です",
    ],
    [
      {
        type: "failed",
        kind: "upload",
        from: file("/w/a"),
        to: object,
        error: changedFile("/w/a"),
      },
      "upload failed: ./a to s3://b/p/a.txt `/w/a` をアップロードできません。読み取り中に変更されました。もう一度同期してください",
    ],
    [
      { type: "failed", kind: "upload", from: file("/w/a"), to: object, error: new Error("AWS's") },
      "upload failed: ./a to s3://b/p/a.txt AWS's",
    ],
    [
      { type: "warning", code: "nul-byte", kind: "download", at: object, key: "a.txt" },
      "warning: s3://b/p/a.txt をスキップします。キーに NUL バイトがあります。",
    ],
    [
      { type: "warning", code: "missing", kind: "upload", at: file("/w/a"), key: "a" },
      "warning: Skipping file /w/a. File does not exist.",
    ],
    [
      { type: "mismatch", reason: "size", from: file("/w/a"), to: object },
      "verify failed: ./a to s3://b/p/a.txt のサイズが違います",
    ],
  ])("%#", (event, text) => {
    expect(reportLine(event, "/w", "ja")?.text).toBe(text);
  });
});

describe("progress is the AWS CLI's", () => {
  const none = { bytes: 0, totalBytes: 0, objects: 0, totalObjects: 0, totalIsFinal: true };
  test.each([
    [
      { ...none, bytes: 5, totalBytes: 5, totalObjects: 1 },
      577,
      "Completed 5 Bytes/5 Bytes (577 Bytes/s) with 1 file(s) remaining",
    ],
    [
      { ...none, bytes: 1, totalBytes: 1024, objects: 1, totalObjects: 3, totalIsFinal: false },
      1024 * 1024 - 1,
      "Completed 1 Byte/~1.0 KiB (1.0 MiB/s) with ~2 file(s) remaining (calculating...)",
    ],
    [{ ...none, objects: 1, totalObjects: 2 }, 0, "Completed 1 file(s) with 1 file(s) remaining"],
  ])("%#", (progress, speed, line) => {
    expect(progressLine(progress, speed)).toBe(line);
  });
});

describe("progress is told", () => {
  const [source, destination] = [
    { kind: "local", path: "/w" },
    { kind: "s3", bucket: "b", prefix: "" },
  ] as const;
  const newLedger = (): Ledger =>
    new Ledger({ direction: "upload", source, destination, dryrun: false });

  test("once everything is listed, before any of it has arrived", async () => {
    const ledger = newLedger();
    const entry = { key: "a", size: 7, modifiedMs: 0 };
    ledger.planned({ kind: "upload", key: "a", source: entry, reason: "absent" });
    ledger.allPlanned();
    ledger.events.close();
    expect(await ledger.events.take()).toEqual({
      type: "progress",
      ...{ bytes: 0, totalBytes: 7, objects: 0, totalObjects: 1, totalIsFinal: true },
    });
  });

  test("not where there is nothing to do", async () => {
    const ledger = newLedger();
    ledger.allPlanned();
    ledger.events.close();
    expect(await ledger.events.take()).toBeUndefined();
  });
});
