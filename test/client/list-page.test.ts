import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeXml, urlEncodeKey } from "../../src/aws/index.ts";
import { nextToken, readListPage } from "../../src/client/s3/list-page.ts";
import type { Entry } from "../../src/sync/index.ts";
import { loadCorpus } from "../support/corpus.ts";

interface Given {
  readonly xml: string;
}

type Want =
  { readonly token?: string; readonly entries: readonly Entry[] } | { readonly error: string };

describe("a page of ListObjectsV2", () => {
  test.each(loadCorpus<Given, Want>("list-pages"))("%s", (_name, { given, want }) => {
    expect(read(given.xml)).toEqual(want);
  });

  test("any entries come back as they were written, in either encoding and any order", () => {
    fc.assert(
      fc.property(fc.array(entryArbitrary), fc.boolean(), fc.nat(5), (entries, isUrl, turn) => {
        const xml = `<ListBucketResult>${isUrl ? "<EncodingType>url</EncodingType>" : ""}<KeyCount>${entries.length}</KeyCount><IsTruncated>false</IsTruncated>${entries.map((entry) => contents(entry, { isUrl, turn })).join("")}</ListBucketResult>`;
        expect(read(xml)).toEqual({ entries });
      }),
    );
  });
});

test("a page stays as it is when another is read", () => {
  const entryOf = (at: number): Entry => ({
    key: `${"long/".repeat(at % 40)}${at}`,
    size: at,
    modifiedMs: at * 1000,
    ...(at % 3 > 0 && { etag: String(at).padStart(32, "0") }),
    ...(at % 2 > 0 && { storageClass: at % 4 === 1 ? "GLACIER" : "STANDARD" }),
  });
  // More rows, and more of each, than S3 puts in a page.
  const pages = [0, 1].map((page) =>
    Array.from({ length: 2_500 }, (_, at) => entryOf(2 * at + page)),
  );
  const xml = ({ key, size, modifiedMs, etag, storageClass }: Entry): string =>
    `<Contents><Key>${key}</Key><LastModified>${new Date(modifiedMs).toISOString()}</LastModified>${etag === undefined ? "" : `<ETag>"${etag}"</ETag>`}<Size>${size}</Size>${storageClass === undefined ? "" : `<StorageClass>${storageClass}</StorageClass>`}</Contents>`;
  const read = pages.map((page) => readListPage(Buffer.from(page.map(xml).join(""))));
  expect(read.map((page) => page.entries())).toEqual(pages);
});

function read(xml: string): Want {
  const page = Buffer.from(xml);
  try {
    const token = nextToken(page);
    return { ...(token !== undefined && { token }), entries: readListPage(page).entries() };
  } catch (error) {
    return { error: (error as { readonly code: string }).code };
  }
}

const entryArbitrary: fc.Arbitrary<Entry> = fc.record({
  // XML 1.0 cannot carry control characters, so raw keys are without them.
  key: fc
    .string({ unit: "binary", minLength: 1 })
    .filter((key) => escapeXml(key).includes("\uFFFD") === key.includes("\uFFFD")),
  size: fc.maxSafeNat(),
  modifiedMs: fc
    .date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((date) => date.getTime()),
  etag: fc.stringMatching(/^[0-9a-f]{32}(-[1-9][0-9]?)?$/),
  storageClass: fc.constantFrom("STANDARD", "STANDARD_IA", "GLACIER", "DEEP_ARCHIVE", "OUTPOSTS"),
});

function contents(entry: Entry, form: { readonly isUrl: boolean; readonly turn: number }): string {
  const elements = [
    `<Key>${form.isUrl ? urlEncodeKey(entry.key) : escapeXml(entry.key)}</Key>`,
    `<LastModified>${new Date(entry.modifiedMs).toISOString()}</LastModified>`,
    `<ETag>&quot;${entry.etag ?? ""}&quot;</ETag>`,
    `<Size>${entry.size}</Size>`,
    `<Owner><ID>x</ID></Owner>`,
    `<StorageClass>${entry.storageClass ?? ""}</StorageClass>`,
  ];
  const turned = [...elements.slice(form.turn), ...elements.slice(0, form.turn)];
  return `<Contents>${turned.join("")}</Contents>`;
}
