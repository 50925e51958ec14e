import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { AwsError } from "../../src/aws/index.ts";
import { sumOf } from "../../src/sync/index.ts";
import { type Act, answer, refuse, reset } from "./scripted-server.ts";
import { crc32Of, objectHeaders, play } from "./stage.ts";

describe("writes", () => {
  test("an upload is summed, and carries what was asked", async () => {
    const { store, server } = await play([answer(200)], { requestPayer: true });
    const options = { contentType: "text/plain", acl: "private", storageClass: "STANDARD_IA" };
    await store.putObject("a b/é?.txt", Buffer.from("hello"), options);
    expect(server.seen[0]).toMatchObject({
      method: "PUT",
      url: "/b/a%20b/%C3%A9%3F.txt",
      body: "hello",
      headers: {
        "content-type": "text/plain",
        "x-amz-acl": "private",
        "x-amz-storage-class": "STANDARD_IA",
        "x-amz-checksum-crc32": crc32Of("hello"),
        // Nobody is in between on the loopback.
        "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
        "x-amz-request-payer": "requester",
      },
    });
  });

  test("a description goes out in headers and comes back from them", async () => {
    const description = {
      contentType: "text/plain",
      cacheControl: "no-store",
      contentDisposition: "inline",
      contentEncoding: "gzip",
      contentLanguage: "ja",
      expires: "Sat, 21 Nov 2026 10:00:00 GMT",
      websiteRedirectLocation: "/elsewhere",
      metadata: { owner: "me" },
    };
    let stored: [string, string | string[] | undefined][] = [];
    const { store } = await play([
      (response, { headers }) => {
        stored = Object.entries(headers).filter(([name]) =>
          /^(?:content-(?!length)|cache|expires|x-amz-(?:meta|website))/.test(name),
        );
        response.end();
      },
      (response) => {
        response.writeHead(200, {
          "content-length": "3",
          ...objectHeaders,
          ...Object.fromEntries(stored),
        });
        response.end();
      },
    ]);
    await store.putObject("k", Buffer.from(""), description);
    expect(await store.headObject("k", {})).toMatchObject({ etag: "e1", description });
  });

  test("a customer's key goes with its digest, for what is read and what is written", async () => {
    const { store, server } = await play([answer(200, "<CopyObjectResult></CopyObjectResult>")]);
    const key = Buffer.alloc(32, 7);
    const sseCustomer = { algorithm: "AES256", key };
    await store.copyObject({ bucket: "a", key: "x", sseCustomer }, "k", { sseCustomer });
    const md5 = createHash("md5").update(key).digest("base64");
    expect(server.seen[0]?.headers).toMatchObject({
      "x-amz-server-side-encryption-customer-algorithm": "AES256",
      "x-amz-server-side-encryption-customer-key": key.toString("base64"),
      "x-amz-server-side-encryption-customer-key-md5": md5,
      "x-amz-copy-source-server-side-encryption-customer-key-md5": md5,
    });
  });

  test("a customer's key goes to the end of an upload in parts, and to the look whether it is done", async () => {
    const { store, server } = await play([
      refuse(404, "NoSuchUpload"),
      answer(200, "", { ...objectHeaders, "x-amz-checksum-crc32": crc32Of("hello") }),
    ]);
    const sseCustomer = { algorithm: "AES256", key: Buffer.alloc(32, 7) };
    const upload = { key: "k", uploadId: "u", checksumAlgorithm: "CRC32" } as const;
    const part = { partNumber: 1, etag: "p1", size: 5, checksum: crc32Of("hello") };
    await store.completeMultipartUpload(upload, [part], { sseCustomer });
    const sent = { "x-amz-server-side-encryption-customer-algorithm": "AES256" };
    expect(server.seen).toMatchObject([
      { method: "POST", headers: sent },
      { method: "HEAD", headers: sent },
    ]);
  });

  test("a copy that replaces description and tags says so; one that keeps them sends neither", async () => {
    const done = answer(200, "<CopyObjectResult></CopyObjectResult>");
    const { store, server } = await play([done, done]);
    const write = { contentType: "text/plain", tagging: "a=1" };
    await store.copyObject({ bucket: "a", key: "x" }, "k", {
      ...write,
      metadataDirective: "REPLACE",
    });
    await store.copyObject({ bucket: "a", key: "x" }, "k", { contentType: "text/plain" });
    expect(server.seen[0]?.headers).toMatchObject({
      "x-amz-metadata-directive": "REPLACE",
      "content-type": "text/plain",
      "x-amz-tagging-directive": "REPLACE",
      "x-amz-tagging": "a=1",
    });
    expect(Object.keys(server.seen[1]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/content-type|directive|tagging/)]),
    );
  });

  test("tags are written as XML and read back", async () => {
    const tags = [{ key: "a&b", value: "<1>" }];
    let stored = "";
    const { store, server } = await play([
      (response, { body }) => {
        stored = body;
        response.end();
      },
      (response) => {
        response.end(stored);
      },
    ]);
    await store.putObjectTagging("k", tags, {});
    expect(await store.getObjectTagging("k", {})).toEqual(tags);
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "PUT /b/k?tagging=",
      "GET /b/k?tagging=",
    ]);
  });

  test("a copy names its source, encoded, and the version it expects", async () => {
    const { store, server } = await play([answer(200, "<CopyObjectResult></CopyObjectResult>")]);
    await store.copyObject({ bucket: "a", key: "x y+é", ifMatch: "e1" }, "k", {});
    expect(server.seen[0]?.headers).toMatchObject({
      "x-amz-copy-source": "a/x%20y%2B%C3%A9",
      "x-amz-copy-source-if-match": '"e1"',
      "content-length": "0",
    });
  });

  test("an error after 200 is an error, and tried again when it is worth it", async () => {
    const { store, server } = await play([
      refuse(200, "SlowDown"),
      answer(200, "<?xml version='1.0'?>\n  "),
      answer(200, "<CopyObjectResult></CopyObjectResult>"),
    ]);
    await store.copyObject({ bucket: "a", key: "x" }, "k", {});
    expect(server.seen).toHaveLength(3);
  });

  test("a denial after 200 is a denial", async () => {
    const { store } = await play([refuse(200, "AccessDenied")]);
    const upload = { key: "k", uploadId: "u", checksumAlgorithm: "CRC32" } as const;
    await expect(store.completeMultipartUpload(upload, [], {})).rejects.toThrow(
      "An error occurred (AccessDenied) when calling the CompleteMultipartUpload operation",
    );
  });

  test("a multipart upload sends its parts' checksums, in order", async () => {
    const result = (name: string, inner = ""): Act => answer(200, `<${name}>${inner}</${name}>`);
    const { store, server } = await play([
      result("InitiateMultipartUploadResult", "<UploadId>u+/1</UploadId>"),
      answer(200, "", { etag: '"p1"' }),
      result(
        "CopyPartResult",
        "<ETag>&quot;p2&quot;</ETag><ChecksumCRC32>AAAAAA==</ChecksumCRC32>",
      ),
      result("CompleteMultipartUploadResult"),
    ]);
    const upload = await store.createMultipartUpload("k", { contentType: "text/plain" });
    const first = await store.uploadPart(upload, { partNumber: 1, body: Buffer.from("hello") }, {});
    const source = { bucket: "a", key: "x" };
    const second = await store.uploadPartCopy(
      upload,
      { partNumber: 2, source, range: { start: 5, end: 9 } },
      {},
    );
    await store.completeMultipartUpload(upload, [second, first], {});
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /b/k?uploads=",
      "PUT /b/k?partNumber=1&uploadId=u%2B%2F1",
      "PUT /b/k?partNumber=2&uploadId=u%2B%2F1",
      "POST /b/k?uploadId=u%2B%2F1",
    ]);
    expect(server.seen[2]?.headers["x-amz-copy-source-range"]).toBe("bytes=5-9");
    expect(server.seen[3]?.body).toContain(
      `<Part><ChecksumCRC32>${crc32Of("hello")}</ChecksumCRC32><ETag>&quot;p1&quot;</ETag><PartNumber>1</PartNumber></Part><Part><ChecksumCRC32>AAAAAA==</ChecksumCRC32><ETag>&quot;p2&quot;</ETag><PartNumber>2</PartNumber></Part>`,
    );
  });

  test.each([
    ["CRC32", "x-amz-checksum-crc32"],
    ["CRC64NVME", "x-amz-checksum-crc64nvme"],
  ] as const)("parts with a %s are completed with that of the whole", async (algorithm, header) => {
    const whole = sumOf(algorithm, Buffer.from("hello world")).value;
    const { store, server } = await play([
      answer(
        200,
        "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
      ),
      answer(200, "", { etag: '"p1"' }),
      answer(200, "", { etag: '"p2"' }),
      answer(
        200,
        `<CompleteMultipartUploadResult><ETag>"e-2"</ETag><Checksum${algorithm}>${whole}</Checksum${algorithm}><ChecksumType>FULL_OBJECT</ChecksumType></CompleteMultipartUploadResult>`,
      ),
    ]);
    const upload = await store.createMultipartUpload("k", { checksumAlgorithm: algorithm });
    const parts = [
      await store.uploadPart(upload, { partNumber: 1, body: Buffer.from("hello ") }, {}),
      await store.uploadPart(upload, { partNumber: 2, body: Buffer.from("world") }, {}),
    ];
    const written = await store.completeMultipartUpload(upload, parts, {});
    expect({ etag: written.etag, sums: written.sums }).toEqual({
      etag: "e-2",
      sums: [{ algorithm, value: whole }],
    });
    expect(server.seen[0]?.headers).toMatchObject({
      "x-amz-checksum-algorithm": algorithm,
      "x-amz-checksum-type": "FULL_OBJECT",
    });
    expect(server.seen[3]?.headers).toMatchObject({
      [header]: whole,
      "x-amz-checksum-type": "FULL_OBJECT",
    });
  });

  test("hashes of parts make no hash of the whole", async () => {
    const { store, server } = await play([
      answer(
        200,
        "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>",
      ),
      answer(200, "", { etag: '"p1"' }),
      answer(200, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>"),
    ]);
    const upload = await store.createMultipartUpload("k", { checksumAlgorithm: "SHA256" });
    const part = await store.uploadPart(upload, { partNumber: 1, body: Buffer.from("1") }, {});
    await store.completeMultipartUpload(upload, [part], {});
    expect(server.seen[0]?.headers["x-amz-checksum-type"]).toBeUndefined();
    expect(server.seen[1]?.headers["x-amz-checksum-sha256"]).toBe(part.checksum);
    expect(server.seen[2]?.headers["x-amz-checksum-sha256"]).toBeUndefined();
  });

  test("a body and a copy carry the checksum that is asked for", async () => {
    const done = answer(200, "<CopyObjectResult><ETag>&quot;e&quot;</ETag></CopyObjectResult>");
    const { store, server } = await play([answer(200), done]);
    await store.putObject("k", Buffer.from("1"), { checksumAlgorithm: "SHA1" });
    const copied = await store.copyObject({ bucket: "a", key: "x" }, "k", {
      checksumAlgorithm: "SHA1",
    });
    expect({ etag: copied.etag, sums: copied.sums }).toEqual({ etag: "e", sums: [] });
    expect(server.seen[0]?.headers).toMatchObject({
      "x-amz-sdk-checksum-algorithm": "SHA1",
      "x-amz-checksum-sha1": sumOf("SHA1", Buffer.from("1")).value,
    });
    expect(server.seen[1]?.headers["x-amz-checksum-algorithm"]).toBe("SHA1");
  });

  test("aborting an upload that is gone is done", async () => {
    const { store } = await play([refuse(404, "NoSuchUpload"), refuse(403, "AccessDenied")]);
    const upload = { key: "k", uploadId: "u", checksumAlgorithm: "CRC32" } as const;
    await store.abortMultipartUpload(upload);
    await expect(store.abortMultipartUpload(upload)).rejects.toBeInstanceOf(AwsError);
  });
});

describe("a write whose answer was lost, and that is refused the second time", () => {
  const taken = refuse(412, "PreconditionFailed");
  const isTaken: Act = (response) => {
    const xml = `<Error><Code>PreconditionFailed</Code><Message>!</Message><Condition>If-None-Match</Condition></Error>`;
    response.writeHead(412, { "content-length": xml.length }).end(xml);
  };
  const head = (body: string, etag = '"e1"'): Act =>
    answer(200, "", {
      ...objectHeaders,
      etag,
      "content-length": String(body.length),
      "x-amz-checksum-crc32": crc32Of(body),
    });

  test("is done, where the object is what was sent", async () => {
    const { store, server } = await play([reset, isTaken, head("hello")]);
    await store.putObject("k", Buffer.from("hello"), { ifNoneMatch: "*" });
    expect(server.seen.map(({ method }) => method)).toEqual(["PUT", "PUT", "HEAD"]);
  });

  test.each<readonly [string, Act[]]>([
    ["another object is there", [reset, isTaken, head("other")]],
    ["the object may not be read", [reset, isTaken, refuse(403, "AccessDenied")]],
    ["it was another condition", [taken]],
  ])("is not, where %s", async (_name, acts) => {
    const { store, server } = await play(acts);
    const written = store.putObject("k", Buffer.from("hello"), { ifNoneMatch: "*" });
    await expect(written).rejects.toThrow("(PreconditionFailed)");
    expect(server.seen).toHaveLength(acts.length);
  });

  test.each<readonly [string, Act[], string]>([
    ["nothing says what is there", [reset, reset], "Connection was closed"],
    // HEAD has no body to say more in (S3 API Reference, HeadObject).
    ["the token has expired since", [answer(400, "")], "(400) when calling the HeadObject"],
  ])("is unknown, where %s", async (_name, acts, message) => {
    const { store } = await play([reset, isTaken, ...acts], { maxAttempts: 2 });
    const written = store.putObject("k", Buffer.from("hello"), { ifNoneMatch: "*" });
    await expect(written).rejects.toThrow(message);
  });

  const upload = { key: "k", uploadId: "u", checksumAlgorithm: "CRC32" } as const;
  const md5 = createHash("md5").update("hello").digest();
  const etag = `${createHash("md5").update(md5).digest("hex")}-1`;
  const part = { partNumber: 1, etag: md5.toString("hex"), size: 5, checksum: crc32Of("hello") };

  test.each<readonly [string, Act, object]>([
    ["its sum", head("hello", '"of-kms"'), part],
    [
      "its ETag",
      answer(200, "", { ...objectHeaders, etag: `"${etag}"` }),
      { ...part, checksum: undefined },
    ],
  ])("is done in parts, where the object has %s", async (_name, act, sent) => {
    const { store } = await play([reset, refuse(404, "NoSuchUpload"), act]);
    const parts = [{ ...part, ...sent }];
    expect(await store.completeMultipartUpload(upload, parts, {})).toHaveProperty("etag");
  });

  test("is not done in parts, where the old object is there", async () => {
    const { store } = await play([reset, refuse(404, "NoSuchUpload"), head("older")]);
    await expect(store.completeMultipartUpload(upload, [part], {})).rejects.toThrow(
      "(NoSuchUpload)",
    );
  });
});
