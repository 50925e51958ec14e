import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  decodeUrlEncodedKey,
  percentEncode,
  presignUrl,
  readS3Error,
} from "../../src/aws/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { ask, digest, signedHeaders, type WireAnswer, type WireQuestion } from "./wire.ts";

let parent: string;
let open: OpenLab;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "sluice-hostile-"));
  open = await openLab({ dataDirectory: join(parent, "data") });
});
afterEach(() => {
  expect(open.faults).toEqual([]);
});
afterAll(async () => {
  await open.close();
  // Whatever the keys were, nothing stands beside the data.
  expect(await readdir(parent)).toEqual(["data"]);
  expect((await readdir(join(parent, "data"))).sort()).toEqual(["bodies", "store"]);
  expect((await readdir(join(parent, "data", "bodies"))).join("")).toMatch(/^[0-9a-z]*$/);
  await rm(parent, { recursive: true });
});

function signed(question: Omit<WireQuestion, "credentials">): WireQuestion {
  return { ...question, credentials: open.credentialsOf("a") };
}

function put(target: string, more: Partial<WireQuestion> = {}): Promise<WireAnswer> {
  return ask(open.lab.port, signed({ method: "PUT", target, body: "hostile", ...more }));
}

async function storedKeys(): Promise<readonly (string | undefined)[]> {
  // XML can hold no NUL.
  const command = new ListObjectsV2Command({ Bucket: "dev-a", EncodingType: "url" });
  const { Contents = [] } = await open.s3("a").send(command);
  return Contents.map(({ Key = "" }) => decodeUrlEncodedKey(Key));
}

describe("keys", () => {
  const emoji = "😀".repeat(256);
  const tricks = [
    ...["..", "../..", "../../../../tmp/x", "a/../../b", "/", "//", "///a", "a//b", "a/./b", "."],
    ...["a\0b", "\0", "..\\..\\x", "C:\\x", "%2e%2e%2f", "%00", "a\nb", "con", "~", "$(x)", emoji],
  ];

  test.each(tricks.map((key) => [JSON.stringify(key).slice(0, 40), key] as const))(
    "%s is a key like any other",
    async (_name, key) => {
      const target = `/dev-a/${percentEncode(key)}`;
      // Longer than a row, so that it is a file.
      const body = `${key} `.repeat(100_000).slice(0, 100_000);
      expect((await put(target, { body })).status).toBe(200);
      const got = await ask(open.lab.port, signed({ method: "GET", target }));
      expect({ status: got.status, isSame: got.body === body }).toEqual({
        status: 200,
        isSame: true,
      });
      expect(await storedKeys()).toContain(key);
      expect((await ask(open.lab.port, signed({ method: "DELETE", target }))).status).toBe(204);
      expect(await storedKeys()).not.toContain(key);
    },
  );

  test.each([
    ["one byte more than S3 takes", `/dev-a/${percentEncode(emoji)}a`, "KeyTooLongError"],
    ["bytes that are no UTF-8", "/dev-a/%c0%ae%c0%ae", "InvalidURI"],
    ["half an encoding", "/dev-a/%2", "InvalidURI"],
    ["a bucket with dots", "/../dev-a/k", "NoSuchBucket"],
    ["a bucket that is a path", "/..%2f..%2fdev-a/k", "NoSuchBucket"],
    ["a bucket with NUL", "/dev-a%00/k", "NoSuchBucket"],
  ])("%s is refused", async (_name, target, code) => {
    const before = await storedKeys();
    expect(readS3Error((await put(target)).body)?.code).toBe(code);
    expect(await storedKeys()).toEqual(before);
  });
});

describe("signatures", () => {
  const HOUR = 3_600_000;
  const wrong: readonly (readonly [string, Partial<WireQuestion>, string])[] = [
    ["a clock an hour behind", { timestampMs: Date.now() - HOUR }, "RequestTimeTooSkewed"],
    ["a clock an hour ahead", { timestampMs: Date.now() + HOUR }, "RequestTimeTooSkewed"],
    ["another region", { region: "eu-west-1" }, "PermanentRedirect"],
    ["another service", { service: "sqs" }, "NotImplemented"],
    ["another body", { payloadHash: digest.sha256Hex("other") }, "XAmzContentSHA256Mismatch"],
    [
      "another date",
      { tampered: { "x-amz-date": "20130524T000000Z" } },
      "AuthorizationHeaderMalformed",
    ],
    [
      "a header that was signed and changed",
      { headers: { "x-amz-meta-a": "1" }, tampered: { "x-amz-meta-a": "2" } },
      "SignatureDoesNotMatch",
    ],
    ["a header that was added", { tampered: { "x-amz-acl": "public-read" } }, "AccessDenied"],
    ["another host", { tampered: { host: "localhost" } }, "SignatureDoesNotMatch"],
    ["another token", { tampered: { "x-amz-security-token": "x" } }, "InvalidToken"],
  ];

  test.each(wrong)("%s is refused, and nothing is stored", async (_name, more, code) => {
    const answer = await put("/dev-a/forged", more);
    expect(readS3Error(answer.body)?.code).toBe(code);
    expect(await storedKeys()).not.toContain("forged");
  });

  test.each([
    ["another method", "DELETE", "/dev-a/signed"],
    ["another key", "PUT", "/dev-a/other"],
    ["another parameter", "PUT", "/dev-a/signed?tagging"],
  ])("a signature is of no use for %s", async (_name, method, target) => {
    const question = signed({ method: "PUT", target: "/dev-a/signed", body: "x" });
    const headers = signedHeaders(open.lab.port, question);
    const answer = await ask(open.lab.port, { method, target, headers, body: "x" });
    expect(readS3Error(answer.body)?.code).toBe("SignatureDoesNotMatch");
    expect(await storedKeys()).not.toContain("other");
  });

  test.each([
    ["after its time", ["PUT", -120_000], "Request has expired"],
    ["before its time", ["PUT", HOUR], "Request is not yet valid"],
    ["with another method", ["GET", 0], "The request signature we calculated does not match"],
  ] as const)("a URL for a PUT is of no use %s", async (_name, [method, offsetMs], message) => {
    const host = `127.0.0.1:${open.lab.port}`;
    const path = "/dev-a/by-url";
    const url = presignUrl({
      scheme: "http",
      request: { method: "PUT", path, query: "", headers: [["host", host]] },
      credentials: open.credentialsOf("a"),
      region: "ap-northeast-1",
      service: "s3",
      digest,
      timestampMs: Date.now() + offsetMs,
      expiresInSeconds: 60,
    });
    const target = url.slice(url.indexOf(path));
    const answer = await ask(open.lab.port, { method, target, body: "x" });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(message);
    expect(await storedKeys()).not.toContain("by-url");
  });
});

describe("bodies", () => {
  const streaming = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

  test.each([
    ["says 5 and has 9", "5\r\nnine byte\r\n0\r\n\r\n", 5],
    ["says 9 and has 5", "9\r\nfive5\r\n0\r\n\r\n", 9],
    ["is longer than all should be", "9\r\nnine byte\r\n0\r\n\r\n", 5],
    ["is shorter than all should be", "5\r\nfive5\r\n0\r\n\r\n", 9],
    ["has a size that is none", "zz\r\nfive5\r\n0\r\n\r\n", 5],
    ["has a size that no number holds", `${"f".repeat(400)}\r\nx`, 5],
    ["never ends", "5\r\nfive5\r\n", 5],
  ])("a chunk that %s is refused, and nothing is stored", async (_name, body, length) => {
    const headers = {
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": String(length),
    };
    const answer = await put("/dev-a/chunked", { body, headers, payloadHash: streaming });
    expect(answer.status).toBe(400);
    expect(readS3Error(answer.body)?.code).toBe("IncompleteBody");
    expect(await storedKeys()).not.toContain("chunked");
  });

  test("one that ends before it should is refused, and nothing is stored", async () => {
    const body = "x".repeat(200_000);
    const question = signed({ method: "PUT", target: "/dev-a/cut", body });
    const answer = await send(headOf("PUT /dev-a/cut", question) + body.slice(0, 100_000));
    expect(answer).toContain("<Code>IncompleteBody</Code>");
    expect(await storedKeys()).not.toContain("cut");
  });
});

function headOf(line: string, question: WireQuestion): string {
  const headers = Object.entries(signedHeaders(open.lab.port, question));
  return `${line} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

/** Sends bytes, says that there are no more, and reads to the end. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: open.lab.port, host: "127.0.0.1", allowHalfOpen: true });
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (piece: string) => {
      answer += piece;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      resolve(answer);
    });
    socket.end(bytes, "latin1");
  });
}

const host = "host: localhost\r\n";

test.each([
  [
    "headers that are too large",
    `GET / HTTP/1.1\r\n${host}x: ${"x".repeat(20_000)}\r\n\r\n`,
    "RequestHeaderSectionTooLarge",
  ],
  [
    "a path that is too large",
    `GET /${"x".repeat(20_000)} HTTP/1.1\r\n${host}\r\n`,
    "RequestHeaderSectionTooLarge",
  ],
  ["no HTTP", "\x16\x03\x01\x02\r\n\r\n", "BadRequest"],
  ["a header without a name", `GET / HTTP/1.1\r\n${host}: x\r\n\r\n`, "BadRequest"],
  ["a header over two lines", `GET / HTTP/1.1\r\n${host}a: b\0c\r\n\r\n`, "BadRequest"],
  [
    "two lengths",
    `PUT /dev-a/k HTTP/1.1\r\n${host}content-length: 1\r\ncontent-length: 2\r\n\r\nab`,
    "BadRequest",
  ],
  [
    "a length beside chunks",
    `PUT /dev-a/k HTTP/1.1\r\n${host}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    "BadRequest",
  ],
  [
    "chunks that are none",
    `PUT /dev-a/k HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\nzz\r\n`,
    "BadRequest",
  ],
  [
    "a length below zero",
    `PUT /dev-a/k HTTP/1.1\r\n${host}content-length: -1\r\n\r\n`,
    "BadRequest",
  ],
])("a connection with %s is told so", async (_name, bytes, code) => {
  const answer = await send(bytes);
  expect(answer).toContain(`<Code>${code}</Code>`);
  expect(await storedKeys()).not.toContain("k");
});

const laughs = Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
).join("");
const documents = [
  `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><x>&l9;</x>`,
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  "<x>&e;</x>",
  "<x>".repeat(10_000),
  `${"<x>".repeat(1000)}${"</x>".repeat(1000)}`,
  "<x/><x/>",
  "<x>\0</x>",
  "{}",
];
const takers = [
  ...["?versioning", "?tagging", "?cors", "?lifecycle", "?encryption", "?ownershipControls"],
  ...["?publicAccessBlock", "?acl", "?policy", "?website", "?logging", "?accelerate"],
  ...["?object-lock", "?requestPayment", "/k?tagging", "/k?acl", "/k?retention", "/k?legal-hold"],
].map((query) => `PUT /dev-a${query}`);
const all = [...takers, "POST /dev-a?delete", "POST /dev-a/k?uploadId=x", "PUT /new-bucket"];

test.each(all)("%s answers documents that are none with an error of S3", async (line) => {
  const [method = "", target = ""] = line.split(" ");
  const statusOf = async (body: string): Promise<number> => {
    const md5 = { "content-md5": createHash("md5").update(body).digest("base64") };
    return (await ask(open.lab.port, signed({ method, target, body, headers: md5 }))).status;
  };
  const statuses: number[] = [];
  for (const body of documents) statuses.push(await statusOf(body));
  expect(statuses.filter((status) => status < 400 || status === 500)).toEqual([]);
});
