import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hammerLab } from "../support/hammer-lab.ts";
import { openLab, type OpenLab } from "./open-lab.ts";

let dataDirectory: string;
let open: OpenLab;
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "sluice-concurrency-"));
  open = await openLab({ dataDirectory });
});
afterAll(async () => {
  await open.close();
  await rm(dataDirectory, { recursive: true });
});

// One minute of the same is `npm run soak:lab`.
test("64 clients of 100 keys read whole versions, and lists in order; no body is left over", async () => {
  const { requests, reads, lists, problems } = await hammerLab({
    port: open.lab.port,
    bucket: "dev-a",
    region: "ap-northeast-1",
    credentials: open.credentialsOf("a"),
    clients: 64,
    keys: 100,
    seconds: 8,
  });
  expect(problems).toEqual([]);
  expect(open.faults).toEqual([]);
  expect(Math.min(requests / 3, reads, lists)).toBeGreaterThan(10);
  const { Contents = [] } = await open.s3("a").send(new ListObjectsV2Command({ Bucket: "dev-a" }));
  const inFiles = Contents.filter(({ Size = 0 }) => Size > 64 * 1024);
  expect(await readdir(join(dataDirectory, "bodies"))).toHaveLength(inFiles.length);
}, 60_000);
