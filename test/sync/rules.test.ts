import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { comparison } from "../../src/sync/compare/compare.ts";
import { ContentTypes } from "../../src/sync/transfer/content-type.ts";
import { keyFilter } from "../../src/sync/listing/filter.ts";
import { DEFAULT_SYNC_OPTIONS, type SyncOptions } from "../../src/sync/index.ts";
import { whyNotAPath } from "../../src/sync/sides/key-path.ts";
import { partSizeFor, partsOf } from "../../src/sync/transfer/parts.ts";
import { temporaryDirectory } from "./run.ts";
import { loadCorpus } from "../support/corpus.ts";

interface FilterGiven {
  readonly filters: readonly string[];
  readonly keys: readonly string[];
}

test.each(loadCorpus<FilterGiven, readonly string[]>("filters"))("%s", (_name, { given, want }) => {
  const filters = given.filters.map((text) => {
    const [kind, pattern] = [text.slice(0, 7), text.slice(8)];
    return { kind: kind === "include" ? "include" : "exclude", pattern } as const;
  });
  expect(given.keys.filter(keyFilter(filters))).toEqual(want);
});

interface CompareGiven {
  readonly direction: "upload" | "download" | "copy";
  readonly options: Partial<SyncOptions>;
  readonly localOffsetMs: number;
  readonly sameSize: boolean;
}

test.each(loadCorpus<CompareGiven, string>("compare"))("%s", (_name, { given, want }) => {
  const local = { key: "k", size: 1, modifiedMs: 1_700_000_000_000 + given.localOffsetMs };
  const remote = { key: "k", size: given.sameSize ? 1 : 2, modifiedMs: 1_700_000_000_000 };
  const differs = comparison(given.direction, { ...DEFAULT_SYNC_OPTIONS, ...given.options });
  const [source, destination] = given.direction === "download" ? [remote, local] : [local, remote];
  expect(differs(source, destination) ?? "skip").toBe(want);
});

test.each(loadCorpus<{ readonly key: string }, string>("keys"))("%s", (_name, { given, want }) => {
  expect(whyNotAPath(given.key) ?? "safe").toBe(want);
});

describe("content types, as Python's mimetypes has them", () => {
  interface Given {
    readonly name: string;
    /** Those of the machine, in the order in which they are read. */
    readonly tables?: readonly string[];
  }
  test.each(loadCorpus<Given, { readonly type: string | null }>("content-types"))(
    "%s",
    (_name, { given, want }) => {
      const directory = temporaryDirectory();
      const tables = (given.tables ?? []).map((table, number) => {
        const path = join(directory, String(number));
        writeFileSync(path, table);
        return path;
      });
      expect(new ContentTypes(tables).of(given.name) ?? null).toBe(want.type);
    },
  );

  test("a table that is not there is none", () => {
    expect(new ContentTypes(["/never/was"]).of("a.css")).toBe("text/css");
  });
});

describe("parts", () => {
  const MIB = 1024 * 1024;
  test("a part size is doubled until 10,000 parts are enough", () => {
    expect(partSizeFor(10_000 * 8 * MIB, 8 * MIB)).toBe(8 * MIB);
    expect(partSizeFor(10_000 * 8 * MIB + 1, 8 * MIB)).toBe(16 * MIB);
  });
  test("parts cover every byte once", () => {
    expect(partsOf(25, 10)).toEqual([
      { start: 0, end: 9 },
      { start: 10, end: 19 },
      { start: 20, end: 24 },
    ]);
  });
});
