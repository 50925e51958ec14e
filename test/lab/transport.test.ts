import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request as openRequest } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { presignUrl, UsageError } from "../../src/aws/index.ts";
import { startLab } from "../../src/lab/index.ts";
import { openLab, type OpenLab } from "./open-lab.ts";
import { storyWorld } from "./story-world.ts";
import { ask, digest, signedHeaders } from "./wire.ts";

let open: OpenLab;
beforeEach(async () => {
  open = await openLab();
});
afterEach(async () => {
  await open.close();
  expect(open.faults).toEqual([]);
});

test("a port that is taken is named, with what to do", async () => {
  const { port } = open.lab;
  await expect(startLab({ world: storyWorld(), port })).rejects.toThrow(UsageError);
  await expect(startLab({ world: storyWorld(), port })).rejects.toThrow(
    `cannot listen on \`127.0.0.1:${port}\`: the port is taken; choose another one, or \`0\` for any that is free`,
  );
});

test("the AWS config has a profile for everyone, with a token for sessions only", () => {
  const config = open.lab.awsConfig();
  const profiles = [...config.matchAll(/^\[profile (.*)\]$/gm)].map(([, name]) => name);
  expect(profiles.sort()).toEqual(["a", "a-sso", "b", "root-like", "writer"]);
  const alice = config.slice(config.indexOf("[profile a]")).split("\n\n")[0] ?? "";
  expect(alice).toMatch(/^aws_access_key_id = ASIA[A-Z2-7]{16}$/m);
  expect(alice).toMatch(/^aws_secret_access_key = \S{40}$/m);
  expect(alice).toMatch(/^aws_session_token = \S+$/m);
  expect(alice).toMatch(/^region = ap-northeast-1$/m);
  expect(alice).toContain(`endpoint_url = ${open.lab.url}`);
  const bob = config.slice(config.indexOf("[profile b]")).split("\n\n")[0] ?? "";
  expect(bob).toMatch(/^aws_access_key_id = AKIA[A-Z2-7]{16}$/m);
  expect(bob).not.toContain("aws_session_token");
});

test("closing removes every stored byte, where nobody asked to keep them", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "sluice-test-"));
  vi.stubEnv("TMPDIR", temporary);
  const lab = await startLab({ world: storyWorld() });
  vi.unstubAllEnvs();
  expect(await readdir(temporary)).toHaveLength(1);
  await lab.close();
  expect(await readdir(temporary)).toEqual([]);
  await rm(temporary, { recursive: true });
});

test("a presigned URL works until it expires, for whoever has it", async () => {
  const { port } = open.lab;
  await open.s3("a").send(new PutObjectCommand({ Bucket: "dev-a", Key: "k", Body: "shared" }));
  const fetchSigned = (timestampMs: number): Promise<Response> =>
    fetch(
      presignUrl({
        scheme: "http",
        request: {
          method: "GET",
          path: "/dev-a/k",
          query: "response-content-type=text%2Fplain",
          headers: [["host", `127.0.0.1:${port}`]],
        },
        credentials: open.credentialsOf("a"),
        region: "ap-northeast-1",
        service: "s3",
        digest,
        timestampMs,
        expiresInSeconds: 60,
      }),
    );
  const fresh = await fetchSigned(Date.now());
  expect(await fresh.text()).toBe("shared");
  expect(fresh.headers.get("content-type")).toBe("text/plain");
  const stale = await fetchSigned(Date.now() - 120_000);
  expect(stale.status).toBe(403);
  expect(await stale.text()).toContain("<Message>Request has expired</Message>");
});

/** A body in chunks, each signed after the one before it (Signature calculations: multiple chunks). */
function signedChunks(headers: Readonly<Record<string, string>>, body: string): string {
  const { accessKeyId } = open.credentialsOf("a");
  const authorization = headers["authorization"] ?? "";
  const scope = new RegExp(`Credential=${accessKeyId}/([^,]+)`).exec(authorization)?.[1] ?? "";
  const [day = "", region = "", service = ""] = scope.split("/");
  const secret = `AWS4${open.credentialsOf("a").secretAccessKey}`;
  const key = [day, region, service, "aws4_request"].reduce<string | Uint8Array>(
    (parent, part) => digest.hmacSha256(parent, part),
    secret,
  );
  let previous = /Signature=([0-9a-f]+)/.exec(authorization)?.[1] ?? "";
  return [body, ""]
    .map((chunk) => {
      const text = `AWS4-HMAC-SHA256-PAYLOAD\n${headers["x-amz-date"] ?? ""}\n${scope}\n${previous}\n${digest.sha256Hex("")}\n${digest.sha256Hex(chunk)}`;
      previous = Buffer.from(digest.hmacSha256(key, text)).toString("hex");
      return `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${chunk}\r\n`;
    })
    .join("");
}

test("signed chunks are taken as signed, and nothing of them is kept when one was changed", async () => {
  const { port } = open.lab;
  const body = "in signed chunks";
  const length = signedChunks({ "x-amz-date": "", authorization: "" }, body).length;
  const question = {
    method: "PUT",
    target: "/dev-a/chunked",
    credentials: open.credentialsOf("a"),
    payloadHash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    headers: {
      "content-length": String(length),
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": String(body.length),
    },
  };
  const headers = signedHeaders(port, question);
  const send = (sent: string): ReturnType<typeof ask> =>
    ask(port, { method: "PUT", target: question.target, headers, body: sent });
  const changed = await send(signedChunks(headers, body).replace("signed chunks", "forged chunks"));
  expect(changed.body).toContain("<Code>SignatureDoesNotMatch</Code>");
  const s3 = open.s3("a");
  const head = (): Promise<unknown> =>
    s3.send(new HeadObjectCommand({ Bucket: "dev-a", Key: "chunked" }));
  await expect(head()).rejects.toMatchObject({ name: "NotFound" });
  expect((await send(signedChunks(headers, body))).status).toBe(200);
  const got = await s3.send(new GetObjectCommand({ Bucket: "dev-a", Key: "chunked" }));
  expect(await got.Body?.transformToString()).toBe(body);
  expect(got.ContentEncoding).toBeUndefined();
});

test("who waits for 100 Continue is refused before sending the body", async () => {
  const { port } = open.lab;
  const upload = (profile: string): Promise<{ readonly status: number; readonly asked: boolean }> =>
    new Promise((resolve, reject) => {
      const body = "x".repeat(100_000);
      const headers = signedHeaders(port, {
        method: "PUT",
        target: "/dev-b/k",
        body,
        credentials: open.credentialsOf(profile),
      });
      let asked = false;
      const outgoing = openRequest(
        {
          host: "127.0.0.1",
          port,
          method: "PUT",
          path: "/dev-b/k",
          agent: false,
          headers: { ...headers, expect: "100-continue" },
        },
        (incoming) => {
          incoming.resume();
          resolve({ status: incoming.statusCode ?? 0, asked });
        },
      );
      outgoing.on("continue", () => {
        asked = true;
        outgoing.end(body);
      });
      outgoing.on("error", reject);
      outgoing.flushHeaders();
    });
  expect(await upload("a")).toEqual({ status: 403, asked: false });
  expect(await upload("b")).toEqual({ status: 200, asked: true });
});

test("an upload that breaks off leaves the old object whole", async () => {
  const { port } = open.lab;
  const s3 = open.s3("a");
  await s3.send(new PutObjectCommand({ Bucket: "dev-a", Key: "k", Body: "old" }));
  const headers = signedHeaders(port, {
    method: "PUT",
    target: "/dev-a/k",
    body: "y".repeat(200_000),
    credentials: open.credentialsOf("a"),
  });
  await new Promise<void>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`PUT /dev-a/k HTTP/1.1\r\n${lines.join("")}\r\n${"y".repeat(100_000)}`, () => {
        socket.destroy();
      });
    });
    socket.on("close", () => {
      resolve();
    });
  });
  const got = await s3.send(new GetObjectCommand({ Bucket: "dev-a", Key: "k" }));
  expect(await got.Body?.transformToString()).toBe("old");
});

test("an object that is overwritten while it is read is read to its old end", async () => {
  const s3 = open.s3("a");
  const old = Buffer.alloc(8 * 1024 * 1024, "old ");
  await s3.send(new PutObjectCommand({ Bucket: "dev-a", Key: "big", Body: old }));
  const got = await s3.send(new GetObjectCommand({ Bucket: "dev-a", Key: "big" }));
  await s3.send(new PutObjectCommand({ Bucket: "dev-a", Key: "big", Body: "new" }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(old)).toBe(true);
  const now = await s3.send(new GetObjectCommand({ Bucket: "dev-a", Key: "big" }));
  expect(await now.Body?.transformToString()).toBe("new");
});
