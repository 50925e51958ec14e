import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { AwsError } from "../../src/aws/index.ts";
import { english } from "../../src/cli/catalogue/english/english.ts";
import { japanese } from "../../src/cli/catalogue/japanese/japanese.ts";
import { FailureCount } from "../../src/cli/render/failure-count.ts";
import { progressText } from "../../src/cli/render/progress-text.ts";
import { type SyncPrinter, syncPrinter } from "../../src/cli/render/sync-printer.ts";

const MIB = 1_048_576;
const half = {
  type: "progress",
  bytes: 50 * MIB,
  totalBytes: 100 * MIB,
  objects: 5,
  totalObjects: 10,
  totalIsFinal: true,
} as const;
const line = "Completed 50.0 MiB/100.0 MiB (5.0 MiB/s) with 5 file(s) remaining";
const DENIED = { cause: "AccessDenied", count: 2 };

test.for([
  ["en", half, { seconds: 10 }, `${line}, 10 s left`],
  [
    "ja",
    half,
    { seconds: 10, failed: { all: 2, commonest: DENIED } },
    `${line}, 失敗 2 件 (AccessDenied 2), 残り 10 秒`,
  ],
  [
    "en",
    half,
    { seconds: 10, failed: { all: 3, commonest: DENIED } },
    `${line}, 3 failed: AccessDenied 2, 10 s left`,
  ],
  [
    "en",
    half,
    { seconds: 10, failed: { all: 2, commonest: undefined } },
    `${line}, 2 failed, 10 s left`,
  ],
  [
    "en",
    half,
    { seconds: 10, failed: { all: 2, commonest: DENIED }, columns: 85 },
    `${line}, 2 failed: AccessD`,
  ],
  [
    "en",
    { ...half, bytes: 0, objects: 0 },
    { seconds: 9 },
    "Completed 0 Bytes/100.0 MiB (0 Bytes/s) with 10 file(s) remaining",
  ],
  [
    "en",
    { ...half, bytes: MIB },
    { seconds: 3 },
    "Completed 1.0 MiB/100.0 MiB (341.3 KiB/s) with 5 file(s) remaining, 4 min 57 s left",
  ],
  [
    "ja",
    { ...half, bytes: MIB },
    { seconds: 100 },
    "Completed 1.0 MiB/100.0 MiB (10.2 KiB/s) with 5 file(s) remaining, 残り 2 時間 45 分",
  ],
  [
    "en",
    { ...half, totalIsFinal: false },
    { seconds: 10 },
    "Completed 50.0 MiB/~100.0 MiB (5.0 MiB/s) with ~5 file(s) remaining (calculating...)",
  ],
  ["ja", half, { seconds: 10, columns: 71 }, `${line}, 残`],
] as const)("%s: %j %j", ([lang, event, soFar, want]) => {
  const { sync } = lang === "ja" ? japanese : english;
  const nothing = { failed: { all: 0, commonest: undefined }, columns: undefined };
  expect(progressText(event, { ...nothing, ...soFar }, sync)).toBe(want);
});

function openPrinter(
  write: (text: string) => void,
  { option, isTerminal }: { readonly option?: string; readonly isTerminal: boolean },
): SyncPrinter {
  return syncPrinter({
    name: "sync",
    args: { positionals: [], given: option === undefined ? [] : [{ name: option, value: "1" }] },
    words: english,
    commands: [],
    terminal: {
      ...{ out: write, err: write, env: {}, cwd: "/w", columns: 40 },
      ...{ outIsTerminal: isTerminal, errIsTerminal: isTerminal, listenToKeys: undefined },
      readInput: () => Promise.resolve(undefined),
      bytesIn: () => Readable.from([]),
      bytesOut: () => Promise.resolve(),
      interrupted: new AbortController().signal,
    },
  });
}

test.each([
  [undefined, true, true],
  [undefined, false, false],
  ["progress-multiline", false, true],
  ["progress-frequency", false, true],
  ["no-progress", true, false],
])("with %s, on a terminal: %s, progress shows: %s", (option, isTerminal, want) => {
  let shown = "";
  const write = (text: string): void => {
    shown += text;
  };
  const printer = openPrinter(write, { isTerminal, ...(option !== undefined && { option }) });
  printer.print({ ...half, bytes: 0 });
  expect(shown.startsWith("Completed 0 Bytes")).toBe(want);
});

test("the line of progress stands below what was done since, until the end", () => {
  let shown = "";
  const write = (text: string): void => {
    shown += text;
  };
  const printer = openPrinter(write, { isTerminal: true });
  const to = { kind: "s3", bucket: "b", key: "a" } as const;
  const from = { kind: "local", path: "/w/a" } as const;
  printer.print({ ...half, bytes: 0 });
  printer.print({ type: "failed", kind: "upload", from, to, error: new Error("no") });
  printer.end();
  const progress = "Completed 0 Bytes/100.0 MiB (0 Bytes/s)".slice(0, 39);
  const gone = `\r${" ".repeat(39)}\r`;
  expect(shown).toBe(`${progress}${gone}upload failed: ./a to s3://b/a no\n${progress}${gone}`);
});

test.for([
  ["nothing failed", [], { all: 0, commonest: undefined }],
  ["no cause has a name", [undefined, new Error("no")], { all: 2, commonest: undefined }],
  [
    "the commonest is told, whichever key it names",
    [fault("ENOSPC"), refusal("AccessDenied", "a"), refusal("AccessDenied", "b"), undefined],
    { all: 4, commonest: DENIED },
  ],
  [
    "of two, the first",
    [refusal("SlowDown", "a"), fault("ENOSPC")],
    { all: 2, commonest: { cause: "SlowDown", count: 1 } },
  ],
] as const)("failures by cause: %s", ([, errors, want]) => {
  const failed = new FailureCount();
  for (const error of errors) failed.add(error);
  expect({ all: failed.all, commonest: failed.commonest }).toEqual(want);
});

function refusal(code: string, key: string): AwsError {
  return new AwsError({ code, message: `no \`${key}\``, status: 403, operation: "PutObject" });
}

function fault(code: string): Error {
  return Object.assign(new Error("no"), { code });
}
