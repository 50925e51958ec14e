import { expect, test } from "vitest";
import { answer } from "./scripted-server.ts";
import { play } from "./stage.ts";

const UPLOAD = { key: "a b", uploadId: "u/1", checksumAlgorithm: "CRC32" } as const;

function partsPage(numbers: readonly number[], next?: number): string {
  const parts = numbers.map(
    (number) =>
      `<Part><PartNumber>${number}</PartNumber><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;e${number}&quot;</ETag><Size>9</Size>${number === 1 ? "<ChecksumCRC32>AAAAAA==</ChecksumCRC32>" : ""}</Part>`,
  );
  const more =
    next === undefined
      ? "<IsTruncated>false</IsTruncated>"
      : `<NextPartNumberMarker>${next}</NextPartNumberMarker><IsTruncated>true</IsTruncated>`;
  return `<ListPartsResult>${more}${parts.join("")}</ListPartsResult>`;
}

test("parts are listed to their last page, with the sums that S3 has", async () => {
  const { store, server } = await play([
    answer(200, partsPage([1, 2], 2)),
    answer(200, partsPage([5])),
  ]);
  expect(await store.listParts(UPLOAD, {})).toEqual([
    { partNumber: 1, etag: "e1", size: 9, checksum: "AAAAAA==" },
    { partNumber: 2, etag: "e2", size: 9, checksum: undefined },
    { partNumber: 5, etag: "e5", size: 9, checksum: undefined },
  ]);
  expect(server.seen.map(({ url }) => url)).toEqual([
    "/b/a%20b?uploadId=u%2F1",
    "/b/a%20b?part-number-marker=2&uploadId=u%2F1",
  ]);
});

test("parts under a customer's key are listed with it", async () => {
  const { store, server } = await play([answer(200, partsPage([1]))]);
  const sseCustomer = { algorithm: "AES256", key: new Uint8Array(32).fill(7) } as const;
  await store.listParts(UPLOAD, { sseCustomer });
  expect(server.seen[0]?.headers).toMatchObject({
    "x-amz-server-side-encryption-customer-algorithm": "AES256",
    "x-amz-server-side-encryption-customer-key": Buffer.from(sseCustomer.key).toString("base64"),
  });
});

test("a listing of parts that breaks off is no listing", async () => {
  const { store } = await play([answer(200, partsPage([1]).slice(0, -20))]);
  await expect(store.listParts(UPLOAD, {})).rejects.toThrow("ListParts");
});

function uploadElement(key: string, id: string): string {
  return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiator><ID>arn:me</ID></Initiator><Owner><ID>owner</ID></Owner><StorageClass>STANDARD</StorageClass><Initiated>2026-01-01T00:00:01.000Z</Initiated></Upload>`;
}

test("of the uploads under a key those to the key itself are told", async () => {
  const first = `<NextKeyMarker>a+b</NextKeyMarker><NextUploadIdMarker>1</NextUploadIdMarker><IsTruncated>true</IsTruncated>${uploadElement("a+b", "1")}`;
  const second = `<IsTruncated>false</IsTruncated>${uploadElement("a+b", "2")}${uploadElement("a+b/c", "3")}`;
  const { store, server } = await play(
    [first, second].map((text) =>
      answer(200, `<ListMultipartUploadsResult>${text}</ListMultipartUploadsResult>`),
    ),
  );
  const initiatedMs = Date.UTC(2026, 0, 1, 0, 0, 1);
  expect(await store.listUploads("a b", {})).toEqual([
    { uploadId: "1", initiator: "arn:me", initiatedMs },
    { uploadId: "2", initiator: "arn:me", initiatedMs },
  ]);
  expect(server.seen.map(({ url }) => url)).toEqual([
    "/b?encoding-type=url&prefix=a%20b&uploads=",
    "/b?encoding-type=url&key-marker=a%20b&prefix=a%20b&upload-id-marker=1&uploads=",
  ]);
});
