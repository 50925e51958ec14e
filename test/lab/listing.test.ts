import {
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab, type OpenLab } from "./open-lab.ts";

const Bucket = "dev-a";
let open: OpenLab;
beforeAll(async () => {
  open = await openLab();
});
afterAll(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

test("a listing pages in UTF-8 byte order, with prefixes and start-after", async () => {
  const s3 = open.s3("root-like");
  const keys = ["l/～", "l/😀", "l/a", "l/b/1", "l/b/2", "l/b.txt", "l/c d+e&f", "l/z/"];
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const listed: string[] = [];
  let pages = 0;
  for await (const page of paginateListObjectsV2(
    { client: s3, pageSize: 3 },
    { Bucket, Prefix: "l/" },
  )) {
    pages++;
    listed.push(...(page.Contents ?? []).map((object) => object.Key ?? ""));
  }
  expect(listed).toEqual(sorted);
  expect(pages).toBe(3);

  const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "l/", Delimiter: "/" }));
  expect(page.CommonPrefixes).toEqual([{ Prefix: "l/b/" }, { Prefix: "l/z/" }]);
  expect(page.KeyCount).toBe(7);
  expect(page.Contents?.[0]).not.toHaveProperty("Owner");

  const later = await s3.send(
    new ListObjectsV2Command({
      Bucket,
      Prefix: "l/",
      StartAfter: "l/b/1",
      MaxKeys: 1,
      FetchOwner: true,
    }),
  );
  expect(later.Contents?.map((object) => object.Key)).toEqual(["l/b/2"]);
  expect(later.Contents?.[0]?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
  expect(later.IsTruncated).toBe(true);
});

test("ListObjects V1 goes on from NextMarker without repeating a common prefix", async () => {
  const s3 = open.s3("a");
  for (const Key of ["v1/a/1", "v1/a/2", "v1/b/1", "v1/c"]) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "" }));
  }
  const seen: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsCommand({
        Bucket,
        Prefix: "v1/",
        Delimiter: "/",
        MaxKeys: 1,
        Marker,
        EncodingType: "url",
      }),
    );
    seen.push(...(page.CommonPrefixes ?? []).map((common) => common.Prefix ?? ""));
    seen.push(...(page.Contents ?? []).map((object) => object.Key ?? ""));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(seen).toEqual(["v1/a/", "v1/b/", "v1/c"]);
});
