import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTree } from "../support/read-tree.ts";
import { hashesOf, storyTree } from "../support/story-tree.ts";
import { allClients } from "./all-clients.ts";
import type { Client, ClientVerbs } from "./client.ts";
import { jsSdkClient } from "./js-sdk-client.ts";
import { BUCKET, openStage, OTHER_ARN, type Stage } from "./stage.ts";

const clients = await allClients();
const KEY = "a b+c ü.txt";
const ONE_VERSION_EACH = Object.fromEntries([...storyTree.keys()].map((path) => [path, 1]));

describe.for(clients.map((client) => [client.name, client] as const))("%s", ([, client]) => {
  test.skipIf(isLeftOut(client))("is there", () => {
    expect(client.absence).toBeUndefined();
  });
  describe.skipIf(client.absence !== undefined)("against the lab", () => {
    casesOf(client);
  });
});

/** Says on stderr that a client is left out; in CI none may be. */
function isLeftOut({ name, absence }: Client): boolean {
  if (absence === undefined || process.env["CI"] !== undefined) return false;
  process.stderr.write(`\nLEFT OUT: ${name}: ${absence}\n`);
  return true;
}

function casesOf(client: Client): void {
  const small = { bucket: BUCKET, key: `small/${KEY}` };
  const large = { bucket: BUCKET, key: "large.bin" };
  let stage: Stage;
  let owner: ClientVerbs;
  let other: ClientVerbs;
  const file = (path: string): string => join(stage.directory, path);
  const hashOf = (path: string): string => hashesOf(storyTree)[path] ?? "";

  beforeAll(async () => {
    stage = await openStage();
    owner = client.open(stage, "owner");
    other = client.open(stage, "other");
  });
  afterAll(async () => {
    await stage.close();
    expect(stage.faults).toEqual([]);
  });

  test("puts a file, byte for byte", async () => {
    expect(await owner.put(file("tree/README.txt"), small)).toMatchObject({ ok: true });
    expect(await stage.sha256Of(small)).toBe(hashOf("README.txt"));
  });

  test("lists it", async () => {
    const listed = await owner.list(BUCKET, "small/");
    expect(listed).toEqual({ ok: true, text: expect.stringContaining(KEY) as string });
  });

  test("copies it", async () => {
    const copy = { bucket: BUCKET, key: `copied/${KEY}` };
    expect(await owner.copy(small, copy)).toMatchObject({ ok: true });
    expect(await stage.sha256Of(copy)).toBe(hashOf("README.txt"));
  });

  test("puts a large file in parts", async () => {
    expect(await owner.put(file("tree/large.bin"), large)).toMatchObject({ ok: true });
    expect(await stage.sha256Of(large)).toBe(hashOf("large.bin"));
    expect(await stage.etagOf(large)).toMatch(/-2"$/);
  });

  test("puts and gets over HTTPS, where clients send their sums behind the body", async () => {
    const tls = client.open(stage.overTls, "owner");
    const place = { bucket: BUCKET, key: `tls/${KEY}` };
    expect(await tls.put(file("tree/README.txt"), place)).toMatchObject({ ok: true });
    expect(await stage.sha256Of(place)).toBe(hashOf("README.txt"));
    expect(await tls.get(place, file("got/tls"))).toMatchObject({ ok: true });
    expect(await readFile(file("got/tls"), "utf8")).toBe("read me first\n");
  });

  test("presigns a URL as it does by itself, and anyone reads by it", async () => {
    const signed = await owner.presign(small);
    const url = signed.text.split("\n").find((line) => line.startsWith("http")) ?? "";
    const answer = await fetch(url);
    expect({ status: answer.status, body: await answer.text() }).toEqual({
      status: 200,
      body: "read me first\n",
    });
    expect((await fetch(url.replace("small/", "other/"))).status).toBe(403);
  });

  const synced = client.lacks.includes("sync") ? [] : ["synced/"];
  test.for(synced)("syncs a tree up once, and down again: %s", async (key) => {
    const place = { bucket: BUCKET, key };
    expect(await owner.sync?.up(file("tree"), place)).toMatchObject({ ok: true });
    expect(await owner.sync?.up(file("tree"), place)).toMatchObject({ ok: true });
    expect(await stage.versionsUnder(key)).toEqual(ONE_VERSION_EACH);
    expect(await owner.sync?.down(place, file("back"))).toMatchObject({ ok: true });
    expect(hashesOf(await readTree(file("back")))).toEqual(hashesOf(storyTree));
  });

  test("is denied what another account has not opened, and says so as AWS does", async () => {
    const listed = await other.list(BUCKET, "small/");
    expect(listed).toEqual({ ok: false, text: expect.stringContaining(denial("list")) as string });
    const got = await other.get(small, file("got/denied"));
    expect(got).toEqual({ ok: false, text: expect.stringContaining(denial("get")) as string });
    await expect(readFile(file("got/denied"))).rejects.toThrow("ENOENT");
  });

  test("reads once the bucket's policy lets it", async () => {
    const setter = client.lacks.includes("putBucketPolicy")
      ? jsSdkClient.open(stage, "owner")
      : owner;
    expect(await setter.putBucketPolicy?.(BUCKET, file("policy.json"))).toMatchObject({ ok: true });
    const listed = await other.list(BUCKET, "small/");
    expect(listed).toEqual({ ok: true, text: expect.stringContaining(KEY) as string });
    expect(await other.get(small, file("got/allowed"))).toMatchObject({ ok: true });
    const bytes = await readFile(file("got/allowed"));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(hashOf("README.txt"));
  });

  function denial(verb: "list" | "get"): string {
    const shown = client.denied[verb];
    if ("says" in shown) return shown.says;
    const resource = shown.action === "s3:ListBucket" ? BUCKET : `${BUCKET}/${small.key}`;
    return `User: ${OTHER_ARN} is not authorized to perform: ${shown.action} on resource: "arn:aws:s3:::${resource}" because no resource-based policy allows the ${shown.action} action`;
  }
}
