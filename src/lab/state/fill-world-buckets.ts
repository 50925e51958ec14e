import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { UsageError } from "../../aws/index.ts";
import { receiverOf } from "../s3/encryption-bodies.ts";
import { putVersion } from "../s3/version-rows.ts";
import type { LabState } from "./lab-state.ts";

/**
 * Puts the files of a world's directories into its buckets, as objects that were there before anything
 * else was set: under SSE-S3, whatever the bucket's default is.
 */
export async function fillWorldBuckets(lab: LabState): Promise<void> {
  for (const { buckets } of Object.values(lab.world.accounts)) {
    for (const [bucket, { files }] of Object.entries(buckets)) {
      if (files !== undefined) await fillBucket(lab, bucket, files);
    }
  }
}

async function fillBucket(lab: LabState, bucket: string, directory: string): Promise<void> {
  for (const path of await filesIn(directory, bucket)) {
    const key = relative(directory, path).split(sep).join("/");
    const body = await receiverOf(lab, undefined).receive(createReadStream(path));
    const object = {
      contentType: "binary/octet-stream",
      storageClass: "STANDARD",
      etag: Buffer.from(body.md5).toString("hex"),
      modifiedMs: lab.now(),
    };
    await lab.bodies.transaction([body], (bodies) => {
      const row = lab.s3.buckets.get([bucket]);
      if (row === undefined) throw new Error(`the world has no bucket \`${bucket}\``);
      putVersion({ lab, bucket: row, key, bodies }, { ...object, body: bodies.keep(body) });
    });
  }
}

/** Links are left out: they may lead anywhere. */
async function filesIn(directory: string, bucket: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({
      en: `cannot fill bucket \`${bucket}\` with the files of \`${directory}\`: ${reason}`,
      ja: `バケット \`${bucket}\` に \`${directory}\` のファイルを入れられません: ${reason}`,
    });
  }
}
