import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sluiceInProcess } from "../support/sluice-in-process.ts";

const LISTING = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix/>
<KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated></ListBucketResult>`;

let server: Server;
let home: string;
let answer: readonly [number, string] = [405, ""];
const asked: string[] = [];

// A store that knows S3, and whose answer to anything else is an error.
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on("end", () => {
      const [status, text] = request.method === "GET" ? [200, LISTING] : answer;
      response.statusCode = status;
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  home = await mkdtemp(join(tmpdir(), "sluice-store-"));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "of-no-use");
  vi.stubEnv("AWS_REGION", "us-east-1");
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
  await rm(home, { recursive: true });
});

test.each([
  ["an error", 405, ""],
  ["its buckets", 200, "<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>"],
])(
  "a store that answers with %s who calls is asked nothing else of a check",
  async (_, status, text) => {
    answer = [status, text];
    asked.length = 0;
    const words = ["sync", "s3://from-here", "s3://to-there"];
    const { exit, stderr } = await sluiceInProcess(words, { cwd: home, env: { HOME: home } });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    const kinds = asked.map((line) =>
      line.replace(/\?.*list-type=2.*/, " list").replace("/ ", " "),
    );
    expect(kinds.toSorted()).toEqual(["GET /from-here list", "GET /to-there list", "POST /"]);
  },
);
