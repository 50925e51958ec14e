import { expect, test } from "vitest";
import { catalogueFor } from "../../src/cli/catalogue/catalogue-for.ts";
import { progressText } from "../../src/cli/render/progress-text.ts";

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

test.for([
  ["en", half, { seconds: 10 }, `${line}, 10 s left`],
  ["ja", half, { seconds: 10, failed: 2 }, `${line}, 失敗 2 件, 残り 10 秒`],
  ["en", half, { seconds: 10, failed: 2 }, `${line}, 2 failed, 10 s left`],
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
  const { sync } = catalogueFor(lang, {});
  expect(progressText(event, { failed: 0, columns: undefined, ...soFar }, sync)).toBe(want);
});
