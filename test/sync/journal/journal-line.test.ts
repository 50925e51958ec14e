import { expect, test } from "vitest";
import type { JournalRecord } from "../../../src/sync/journal/journal-record.ts";
import { journalLine, readJournalLine } from "../../../src/sync/journal/journal-line.ts";

const COUNTS = {
  transferred: 1,
  transferredBytes: 2,
  deleted: 3,
  failed: 4,
  warnings: 5,
  sourceEntries: 6,
  destinationEntries: 7,
};

const RECORDS: readonly JournalRecord[] = [
  {
    t: "run",
    v: 1,
    id: "0a1b2c3d",
    startedMs: 5,
    boot: "b",
    command: {
      cwd: "/w",
      positionals: ["a", "s3://b"],
      job: "j",
      given: [
        { name: "delete", value: undefined },
        { name: "exclude", value: "*" },
      ],
      endpoint: "http://h",
    },
  },
  { t: "resume", boot: "c", tag: "t" },
  { t: "mark", through: "a\u2028b\n日本", open: ["a", "\u{10ffff}"], counts: COUNTS },
  { t: "again", keys: ["x"] },
  { t: "begin", key: "p/x", atMs: 9 },
  { t: "upload", key: "p/x", uploadId: "u", algorithm: "CRC32", stamp: "s" },
  { t: "closed", uploadId: "u" },
  { t: "file", key: "k", path: "/d/f", stamp: "s" },
  { t: "part", path: "/d/f", start: 8, sum: "AAAA" },
  { t: "end" },
];

test.each(RECORDS)("a $t record is read as it was written, from one line", (record) => {
  const line = journalLine(record);
  expect(line.indexOf("\n")).toBe(line.length - 1);
  expect(readJournalLine(line.slice(0, -1))).toEqual(record);
});

test.each([
  "",
  "00000000 {}",
  journalLine({ t: "again", keys: ["abc"] }).slice(0, -4),
  journalLine({ t: "again", keys: ["abc"] }).replace("abc", "abd"),
  journalLine({ t: "mark", through: "a" } as unknown as JournalRecord).trimEnd(),
  journalLine({ t: "constructor" } as unknown as JournalRecord).trimEnd(),
])("%j is no record", (line) => {
  expect(readJournalLine(line.trimEnd())).toBeUndefined();
});
