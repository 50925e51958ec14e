import { crc32 } from "node:zlib";
import { onTestFinished } from "vitest";
import {
  type BucketStoreOptions,
  createBucketStore,
  type OpenBucketStore,
} from "../../src/client/index.ts";
import { type Act, type ScriptedServer, startScript } from "./scripted-server.ts";

export const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" };

interface Stage {
  readonly store: OpenBucketStore;
  readonly server: ScriptedServer;
  readonly waitsMs: number[];
}

/** A bucket store whose server plays these acts, until the test ends. */
export async function play(
  acts: readonly Act[],
  options: Partial<BucketStoreOptions> = {},
): Promise<Stage> {
  const server = await startScript(acts);
  const waitsMs: number[] = [];
  const store = createBucketStore({
    bucket: "b",
    endpoint: server.url,
    credentials: () => Promise.resolve(keys),
    timing: {
      now: () => Date.UTC(2026, 10, 22),
      random: () => 1,
      sleep: (durationMs) => {
        waitsMs.push(durationMs);
        return Promise.resolve();
      },
    },
    ...options,
  });
  onTestFinished(async () => {
    await store.close();
    await server.close();
  });
  return { store, server, waitsMs };
}

/** What S3 says of every object that it gives. */
export const objectHeaders: Readonly<Record<string, string>> = {
  etag: '"e1"',
  "last-modified": "Sat, 21 Nov 2026 10:00:00 GMT",
};

export function crc32Of(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString("base64");
}
