import { describe, expect, test } from "vitest";
import { storedSums } from "../../src/client/checksum/stored-sums.ts";
import { sumOf } from "../../src/sync/index.ts";
import { type Act, answer } from "./scripted-server.ts";
import { objectHeaders, play } from "./stage.ts";

const MD5 = '"81dc9bdb52d04dc20036dbd8313ed055"';

// API Reference, Object (ETag) and GetObject (x-amz-checksum-type).
test.each([
  ["an ETag of a whole object is its MD5", { etag: MD5 }, ["MD5"]],
  [
    "also where S3 encrypts with its own key",
    { etag: MD5, "x-amz-server-side-encryption": "AES256" },
    ["MD5"],
  ],
  ["not under a key of KMS", { etag: MD5, "x-amz-server-side-encryption": "aws:kms" }, []],
  [
    "not under a customer's key",
    { etag: MD5, "x-amz-server-side-encryption-customer-algorithm": "AES256" },
    [],
  ],
  ["not of an object in parts", { etag: `${MD5.slice(0, -1)}-2"` }, []],
  [
    "a composite checksum is left out",
    { etag: '"x-2"', "x-amz-checksum-type": "COMPOSITE", "x-amz-checksum-crc32": "AAAAAA==" },
    [],
  ],
  [
    "a composite checksum is known by its number of parts too",
    { etag: '"x-2"', "x-amz-checksum-sha256": "AAAA-2" },
    [],
  ],
  [
    "the cheapest comes first",
    { etag: MD5, "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=", "x-amz-checksum-crc32": "AAAAAA==" },
    ["CRC32", "CRC64NVME", "MD5"],
  ],
])("%s", (_name, headers, want) => {
  expect(storedSums(headers).map(({ algorithm }) => algorithm)).toEqual(want);
});

const BODY = Buffer.from("1234");

test.each([
  ["x-amz-checksum-crc64nvme", sumOf("CRC64NVME", BODY).value],
  ["x-amz-checksum-crc32c", sumOf("CRC32C", BODY).value],
  ["etag", MD5],
])("a body is held against %s", async (name, value) => {
  const headers = { ...objectHeaders, "content-length": "4", [name]: value };
  const { store } = await play([answer(200, "1234", headers), answer(200, "1233", headers)]);
  const read = async (): Promise<string> => {
    const { bytes } = await store.getObject("k", {});
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  expect(await read()).toBe("1234");
  await expect(read()).rejects.toMatchObject({ code: "ChecksumMismatch" });
});

describe("an object that is read at one go", () => {
  const right = { ...objectHeaders, etag: MD5 };

  test("is read again where it is not what S3 has a sum of", async () => {
    const { store } = await play([answer(200, "1233", right), answer(200, "1234", right)]);
    const read = await store.getSmallObject("k", { most: 4 });
    expect(Buffer.from(read?.body ?? []).toString()).toBe("1234");
  });

  test("fails where it never is", async () => {
    const { store, server } = await play(Array<Act>(9).fill(answer(200, "1233", right)));
    await expect(store.getSmallObject("k", { most: 4 })).rejects.toMatchObject({
      code: "ChecksumMismatch",
    });
    expect(server.seen.length).toBeGreaterThan(1);
  });

  test("is not read where it is larger", async () => {
    const { store } = await play([answer(200, "12345", right), answer(200, "1234", right)]);
    expect(await store.getSmallObject("k", { most: 4 })).toBeUndefined();
    // What was left of the first answer is not in the way of the next.
    expect(await store.getSmallObject("k", { most: 4 })).toMatchObject({ size: 4 });
  });
});

test("a head asks for sums where they are wanted", async () => {
  const headers = { ...objectHeaders, "content-length": "4" };
  const { store, server } = await play([answer(200, "", headers), answer(200, "", headers)]);
  await store.headObject("k", {});
  await store.headObject("k", { checksums: true });
  expect(server.seen.map(({ headers: sent }) => sent["x-amz-checksum-mode"])).toEqual([
    undefined,
    "ENABLED",
  ]);
});
