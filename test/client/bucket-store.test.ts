import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type OpenBucketStore, WireError } from "../../src/client/index.ts";
import type { Entry } from "../../src/sync/index.ts";
import { type Act, answer, hang, refuse, reset, truncate } from "./scripted-server.ts";
import { crc32Of, keys, objectHeaders, play } from "./stage.ts";

async function read(store: OpenBucketStore, key = "k"): Promise<string> {
  const { bytes } = await store.getObject(key, {});
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function list(store: OpenBucketStore): Promise<readonly string[]> {
  const all: Entry[] = [];
  for await (const page of store.list({ prefix: "p/" })) all.push(...page);
  return all.map((entry) => entry.key);
}

function page(names: readonly string[], token?: string): string {
  const contents = names.map(
    (name) =>
      `<Contents><Key>${name}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>1</Size></Contents>`,
  );
  const more = token === undefined ? "" : `<NextContinuationToken>${token}</NextContinuationToken>`;
  return `<ListBucketResult>${more}<IsTruncated>${String(token !== undefined)}</IsTruncated>${contents.join("")}</ListBucketResult>`;
}

describe("retries", () => {
  const troubles: readonly (readonly [string, Act, readonly number[]])[] = [
    ["InternalError", refuse(500, "InternalError"), [100]],
    ["a gateway's 502 with HTML", answer(502, "<html>"), [100]],
    ["SlowDown", refuse(503, "SlowDown"), [500]],
    ["a reset connection", reset, [100]],
  ];
  test.each(troubles)("%s, then the object", async (_name, trouble, waits) => {
    const { store, waitsMs } = await play([trouble, answer(200, "hello", objectHeaders)]);
    expect(await read(store)).toBe("hello");
    expect(waitsMs).toEqual(waits);
  });

  test("an end after five attempts, with the last refusal", async () => {
    const { store, server, waitsMs } = await play(Array(9).fill(refuse(503, "SlowDown")) as Act[]);
    await expect(store.deleteObject("k", {})).rejects.toMatchObject({ code: "SlowDown" });
    expect(server.seen).toHaveLength(5);
    expect(waitsMs).toEqual([500, 1000, 2000, 4000]);
  });

  test("no second attempt after a denial, and AWS's own words", async () => {
    const { store, server } = await play([
      refuse(403, "AccessDenied", { "x-amz-bucket-region": "us-east-1" }),
    ]);
    await expect(store.putObject("k", Buffer.from("x"), {})).rejects.toThrow(
      "An error occurred (AccessDenied) when calling the PutObject operation: AccessDenied!",
    );
    expect(server.seen).toHaveLength(1);
  });

  test("a server that says nothing is left after the timeout", async () => {
    const { store } = await play([hang, hang], { timeoutMs: 50, maxAttempts: 2 });
    await expect(store.deleteObject("k", {})).rejects.toMatchObject({ code: "Timeout" });
  });

  test("nobody listens there", async () => {
    const { store, server } = await play([], { maxAttempts: 2 });
    await server.close();
    const failure = store.deleteObject("k", {});
    await expect(failure).rejects.toThrow(
      `Could not connect to the endpoint URL: "${server.url}/b/k"`,
    );
  });

  test("a stopped run sends nothing more", async () => {
    const stop = new AbortController();
    const { store, server } = await play([hang]);
    const failure = expect(store.deleteObject("k", { signal: stop.signal })).rejects.toThrow(
      "stopped",
    );
    await expect.poll(() => server.seen.length).toBe(1);
    stop.abort(new Error("stopped"));
    await failure;
    await expect(store.deleteObject("k", { signal: stop.signal })).rejects.toThrow("stopped");
    expect(server.seen).toHaveLength(1);
  });
});

test("directories behind a key are asked for with one request", async () => {
  const names = ["p/b%2Fc/", "p/%F0%9F%98%80+x/"];
  const prefixes = names.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`);
  const first = page(["p/a.txt"], "more").replace(
    "</ListBucketResult>",
    `<EncodingType>url</EncodingType>${prefixes.join("")}</ListBucketResult>`,
  );
  const { store, server } = await play([answer(200, first)]);
  const found = await store.listDirectories({ prefix: "p/", after: "p/a b", pageSize: 50 });
  expect(found).toEqual(["p/b/c/", "p/😀 x/"]);
  expect(server.seen.map(({ url }) => url)).toEqual([
    "/b?delimiter=%2F&encoding-type=url&list-type=2&max-keys=50&prefix=p%2F&start-after=p%2Fa%20b",
  ]);
});

test("a refusal to show directories is thrown", async () => {
  const { store } = await play([refuse(403, "AccessDenied")]);
  const asked = store.listDirectories({ prefix: "", after: "a" });
  await expect(asked).rejects.toMatchObject({ code: "AccessDenied" });
});

describe("bodies", () => {
  test("a download that breaks off goes on where it broke, with the same object", async () => {
    const { store, server } = await play([
      truncate("hel", { ...objectHeaders, "content-length": 5 }),
      answer(206, "lo", objectHeaders),
    ]);
    expect(await read(store)).toBe("hello");
    expect(server.seen[1]?.headers).toMatchObject({ range: "bytes=3-4", "if-match": '"e1"' });
  });

  test("a download whose object changed meanwhile fails", async () => {
    const { store } = await play([
      truncate("hel", { ...objectHeaders, "content-length": 5 }),
      refuse(412, "PreconditionFailed"),
    ]);
    await expect(read(store)).rejects.toMatchObject({ code: "PreconditionFailed" });
  });

  test("a server that ignores the range is not believed", async () => {
    const { store } = await play([answer(200, "hello", objectHeaders)]);
    const range = { start: 1, end: 2 };
    await expect(store.getObject("k", { range })).rejects.toMatchObject({
      code: "UnreadableAnswer",
    });
  });

  test("stopping in the middle lets the connection go", async () => {
    const { store } = await play([
      truncate("hel", { ...objectHeaders, "content-length": 5 }),
      answer(204),
    ]);
    const { bytes } = await store.getObject("k", {});
    for await (const chunk of bytes) {
      expect(Buffer.from(chunk).toString()).toBe("hel");
      break;
    }
    await store.deleteObject("k", {});
  });

  const sums: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["CRC32", { "x-amz-checksum-crc32": crc32Of("hello") }],
    // Worked out bit by bit from RFC 3720's polynomial.
    ["CRC32C", { "x-amz-checksum-crc32c": "mnG7TA==" }],
    ["SHA-256", { "x-amz-checksum-sha256": createHash("sha256").update("hello").digest("base64") }],
    ["SHA-1", { "x-amz-checksum-sha1": createHash("sha1").update("hello").digest("base64") }],
    ["a composite one, which says nothing of the bytes", { "x-amz-checksum-crc32": "AAAAAA==-2" }],
    [
      "a composite one by its type",
      { "x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-type": "COMPOSITE" },
    ],
    ["one that we cannot compute", { "x-amz-checksum-new": "AAAA" }],
  ];
  test.each(sums)("a body passes with %s", async (_name, headers) => {
    const { store, server } = await play([answer(200, "hello", { ...objectHeaders, ...headers })]);
    expect(await read(store)).toBe("hello");
    expect(server.seen[0]?.headers["x-amz-checksum-mode"]).toBe("ENABLED");
  });

  test("a body that is not what S3 has stored fails", async () => {
    const headers = { ...objectHeaders, "x-amz-checksum-crc32": crc32Of("hello") };
    const { store } = await play([answer(200, "hullo", headers)]);
    await expect(read(store)).rejects.toMatchObject({
      name: "WireError",
      code: "ChecksumMismatch",
    });
  });
});

describe("region and keys", () => {
  test.each([301, 307, 400])("%d with another region is tried there, once", async (status) => {
    const wrong = refuse(status, "PermanentRedirect", { "x-amz-bucket-region": "ap-northeast-1" });
    const { store, server } = await play([wrong, answer(204), answer(204)]);
    await store.deleteObject("k", {});
    await store.deleteObject("k", {});
    expect(server.seen.map((request) => scopeOf(request.headers.authorization))).toEqual([
      "us-east-1",
      "ap-northeast-1",
      "ap-northeast-1",
    ]);
  });

  test("a region that never fits is an answer", async () => {
    const { store } = await play([
      refuse(301, "PermanentRedirect", { "x-amz-bucket-region": "eu-west-1" }),
      refuse(301, "PermanentRedirect", { "x-amz-bucket-region": "eu-west-2" }),
    ]);
    await expect(store.deleteObject("k", {})).rejects.toMatchObject({ code: "PermanentRedirect" });
  });

  test("expired keys are renewed once", async () => {
    const asked: boolean[] = [];
    const { store, server } = await play([refuse(400, "ExpiredToken"), answer(204)], {
      credentials: ({ forceRefresh = false } = {}) => {
        asked.push(forceRefresh);
        return Promise.resolve({ ...keys, accessKeyId: `KEY${asked.length}` });
      },
    });
    await store.deleteObject("k", {});
    expect(asked).toEqual([false, true]);
    expect(server.seen[1]?.headers.authorization).toContain("Credential=KEY2/");
  });

  test("expired keys are renewed where S3 answers HEAD, which has no body to say so", async () => {
    let asked = 0;
    const { store, server } = await play(
      [answer(400), answer(200, "", { ...objectHeaders, "content-length": "0" })],
      { credentials: () => Promise.resolve({ ...keys, accessKeyId: `KEY${++asked}` }) },
    );
    expect(await store.headObject("k", {})).toMatchObject({ etag: "e1" });
    expect(server.seen).toHaveLength(2);
  });

  test("keys that stay expired are an answer", async () => {
    const { store, server } = await play([refuse(400, "ExpiredToken")]);
    await expect(store.deleteObject("k", {})).rejects.toMatchObject({ code: "ExpiredToken" });
    expect(server.seen).toHaveLength(1);
  });
});

function scopeOf(authorization = ""): string | undefined {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization)?.[1];
}

describe("listings", () => {
  test("the next page is asked for before this one is consumed, and no other", async () => {
    const { store, server } = await play([
      answer(200, page(["p/a"], "t1")),
      answer(200, page(["p/b"], "t2")),
      answer(200, page(["p/c"])),
    ]);
    const pages = store.list({ prefix: "p/", pageSize: 1 })[Symbol.asyncIterator]();
    await pages.next();
    await expect.poll(() => server.seen.length).toBe(2);
    expect(server.seen.map((request) => request.url)).toEqual([
      "/b?encoding-type=url&list-type=2&max-keys=1&prefix=p%2F",
      "/b?continuation-token=t1&encoding-type=url&list-type=2&max-keys=1&prefix=p%2F",
    ]);
    await pages.return?.();
  });

  test("all pages, in order", async () => {
    const { store } = await play([
      answer(200, page(["p/a", "p/b"], "t1")),
      refuse(503, "SlowDown"),
      answer(200, page([], "t2")),
      answer(200, page(["p/c"])),
    ]);
    expect(await list(store)).toEqual(["p/a", "p/b", "p/c"]);
  });

  const broken: readonly (readonly [string, readonly Act[], string])[] = [
    [
      "a denial on a later page",
      [answer(200, page(["p/a"], "t")), refuse(403, "AccessDenied")],
      "AccessDenied",
    ],
    ["a page that is a redirect", [answer(301, "", { location: "http://127.0.0.1:1/" })], "301"],
    [
      "the same token twice",
      [answer(200, page(["p/a"], "t")), answer(200, page(["p/b"], "t"))],
      "UnreadableAnswer",
    ],
    [
      "keys that go back",
      [answer(200, page(["p/b"], "t")), answer(200, page(["p/a"]))],
      "UnreadableAnswer",
    ],
    [
      "an answer that is no listing",
      Array(5).fill(answer(200, "<html>")) as Act[],
      "ConnectionClosed",
    ],
  ];
  test.each(broken)("%s ends the listing", async (_name, acts, code) => {
    const { store } = await play(acts);
    await expect(list(store)).rejects.toMatchObject({ code });
  });

  test("an answer without end is not read to its end", async () => {
    const endless: Act = (response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(1024 * 1024, 0x20);
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", pour);
      pour();
    };
    const { store } = await play([endless]);
    await expect(list(store)).rejects.toBeInstanceOf(WireError);
  });
});
