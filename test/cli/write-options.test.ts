import { expect, test } from "vitest";
import type { Arguments } from "../../src/cli/arguments/option.ts";
import { parseArguments } from "../../src/cli/arguments/parse-arguments.ts";
import { TRANSFER_OPTIONS, transferOptions } from "../../src/cli/commands/transfer-options.ts";

function parse(words: string): Arguments {
  return parseArguments("sync", words.split(" "), TRANSFER_OPTIONS);
}

test("every header of `aws s3 sync` is taken", () => {
  const args = parse(
    "./a s3://b --cache-control no-store --content-disposition inline --content-encoding gzip --content-language ja --content-type text/plain --website-redirect /x --metadata-directive REPLACE --storage-class STANDARD_IA",
  );
  expect(args.positionals).toEqual(["./a", "s3://b"]);
  expect(transferOptions(args).write).toEqual({
    cacheControl: "no-store",
    contentDisposition: "inline",
    contentEncoding: "gzip",
    contentLanguage: "ja",
    contentType: "text/plain",
    websiteRedirectLocation: "/x",
    metadataDirective: "REPLACE",
    storageClass: "STANDARD_IA",
  });
});

test.each([
  ["--metadata a=1,b=2", { a: "1", b: "2" }],
  ['--metadata {"a":"x=y,z"}', { a: "x=y,z" }],
  ['--metadata a="1,2",b=3', { a: "1,2", b: "3" }],
])("%s is a map", (words, metadata) => {
  expect(transferOptions(parse(words)).write.metadata).toEqual(metadata);
});

test("grants take all words up to the next option, and join those of one permission", () => {
  const args = parse("a s3://b --grants read=id=1 read=id=2 full=uri=http://g --delete");
  expect(args.positionals).toEqual(["a", "s3://b"]);
  expect(transferOptions(args)).toMatchObject({
    delete: true,
    write: { grants: { read: "id=1,id=2", "full-control": "uri=http://g" } },
  });
});

test.each([
  ["--sse", "AES256"],
  ["--sse --delete", "AES256"],
  ["--sse aws:kms", "aws:kms"],
])("%s encrypts", (words, want) => {
  expect(transferOptions(parse(words)).write.serverSideEncryption).toBe(want);
});

test.each([
  ["--expires 2030-01-31T00:00:00Z", "Thu, 31 Jan 2030 00:00:00 GMT"],
  ["--expires 1893456000", "Tue, 01 Jan 2030 00:00:00 GMT"],
])("%s is written as HTTP writes dates", (words, want) => {
  expect(transferOptions(parse(words)).write.expires).toBe(want);
});

test("a customer's key is taken as it is", () => {
  const { write, sourceCustomerKey } = transferOptions(
    parse(
      `--sse-c --sse-c-key ${"k".repeat(32)} --sse-c-copy-source AES256 --sse-c-copy-source-key ${"s".repeat(32)}`,
    ),
  );
  expect(Buffer.from(write.sseCustomer?.key ?? []).toString()).toBe("k".repeat(32));
  expect(Buffer.from(sourceCustomerKey?.key ?? []).toString()).toBe("s".repeat(32));
});
