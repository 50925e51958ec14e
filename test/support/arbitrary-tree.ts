import fc from "fast-check";
import type { SyncOptions } from "../../src/sync/index.ts";
import type { Item, Tree } from "./sync-model.ts";

/** Names that some file system, terminal, pattern or encoding takes for something else. */
const FILE_NAMES = [
  "a",
  "b",
  "A",
  "a-",
  "a.txt",
  "a b",
  " ",
  "...",
  ".a",
  "-a",
  "~",
  "a\\b",
  "a\nb",
  "\r",
  "\t",
  "\u0001",
  "\u007f",
  "\u0085",
  "\u2028",
  "\u202e",
  "\u001b[31m",
  "%2F",
  "%",
  "+",
  "?",
  "*",
  "[a]",
  "[",
  "&amp;",
  "<a>",
  "'\"",
  "#a",
  "=a",
  "CON",
  "nul.txt",
  "a:b",
  "a.",
  "\u00e9",
  "e\u0301",
  "\u212b",
  "\uFEFFa",
  "\uFFFD",
  "～",
  "😀",
  "n".repeat(255),
] as const;
/** What an object may be called beside those, and no file. */
const OBJECT_NAMES = [...FILE_NAMES, "", ".", "..", "\0"] as const;

const path = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((all) => all.join("/"));

const START = Date.UTC(2025, 0, 1) / 1000;
const bodies = ["", "x", "y", "long enough for two parts", "long enough for 2 parts, too"];
const item: fc.Arbitrary<Item> = fc.record({
  body: fc.constantFrom(...bodies).map((text) => Buffer.from(text)),
  second: fc.integer({ min: START, max: START + 3 }),
});

/** Objects under any keys that S3 takes. */
export const objectTree: fc.Arbitrary<Tree> = treeOf(path(OBJECT_NAMES));

/** Files that one directory can hold together. */
export const fileTree: fc.Arbitrary<Tree> = treeOf(path(FILE_NAMES)).map((tree) => asFiles(tree));

function treeOf(key: fc.Arbitrary<string>): fc.Arbitrary<Tree> {
  return fc.array(fc.tuple(key, item), { maxLength: 12 }).map((entries) => new Map(entries));
}

/** Drops what cannot be a file beside those of both trees, e.g. `a/b` beside `a`. */
export function asFiles(tree: Tree, beside: Tree = new Map()): Tree {
  const kept = new Map<string, Item>();
  const clashes = (key: string, other: string): boolean =>
    other.startsWith(`${key}/`) || key.startsWith(`${other}/`);
  for (const [key, one] of tree) {
    const others = [...kept.keys(), ...beside.keys()];
    if (!others.some((other) => clashes(key, other))) kept.set(key, one);
  }
  return kept;
}

const pattern = fc
  .array(
    fc.oneof(
      fc.constantFrom("*", "?", "/", "[a-c]", "[!a]", "[]a]", "[", "]", "!", "**"),
      fc.constantFrom(...OBJECT_NAMES),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((steps) => steps.join(""))
  // One that starts with a slash is not relative to the root.
  .filter((text) => !text.startsWith("/"));

/** Any flags that decide what is transferred and deleted, and sizes that make parts of small bodies. */
export const flags: fc.Arbitrary<Partial<SyncOptions>> = fc
  .record({
    checksum: fc.boolean(),
    update: fc.boolean(),
    noOverwrite: fc.boolean(),
    delete: fc.boolean(),
    sizeOnly: fc.boolean(),
    exactTimestamps: fc.boolean(),
    allowEmptySource: fc.boolean(),
    maxDelete: fc.constantFrom(undefined, 0, 1, 2, 5),
    filters: fc.array(fc.record({ kind: fc.constantFrom("include", "exclude"), pattern }), {
      maxLength: 4,
    }),
    maxConcurrentRequests: fc.integer({ min: 1, max: 5 }),
    pageSize: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ maxDelete, noOverwrite, ...rest }) => ({
    ...rest,
    noOverwrite,
    ...(noOverwrite && { write: { ifNoneMatch: "*" as const } }),
    ...(maxDelete !== undefined && { maxDelete }),
    multipartThreshold: 20,
    partSize: 9,
  }));
