import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { s3UriOf } from "./s3-uri-of.ts";
import type { Tool } from "./tool.ts";

const PACKAGES = ["s3-sync-client@4.3.1", "@aws-sdk/client-s3@3.1169.0"];
// It is a library: this is the least program around it.
const RUNNER = `import { S3Client } from "@aws-sdk/client-s3";
import syncClient from "s3-sync-client";
const [endpoint, source, destination, transfers] = process.argv.slice(2);
const client = new S3Client({ endpoint, forcePathStyle: true });
const options = transfers === undefined ? {} : { maxConcurrentTransfers: Number(transfers) };
await new syncClient.S3SyncClient({ client }).sync(source, destination, options);
`;

/** Where the packages of npm lie that are measured and not used. */
function cacheDirectory(): string {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return process.env["SLUICE_BENCH_PEERS"] ?? join(cache, "sluice-bench");
}

/** Installs s3-sync-client, and the SDK that it needs, into the cache directory. */
export async function installS3SyncClient(): Promise<void> {
  const directory = cacheDirectory();
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "package.json"), '{ "private": true }\n');
  const words = ["install", "--prefix", directory, "--save-exact", ...PACKAGES];
  await promisify(execFile)("npm", words, { cwd: directory });
}

/** npm's s3-sync-client, where it has been installed. */
export async function findS3SyncClient(): Promise<readonly Tool[]> {
  const directory = cacheDirectory();
  const manifest = join(directory, "node_modules", "s3-sync-client", "package.json");
  if (!existsSync(manifest)) return [];
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const runner = join(directory, "run.mjs");
  return (["default", "tuned"] as const).map((settings) => ({
    name: settings === "tuned" ? "s3-sync-client tuned" : "s3-sync-client",
    family: "s3-sync-client",
    version,
    settings,
    commandFor: async ({ scenario, transfer, url, caFile, env }) => {
      await writeFile(runner, RUNNER);
      const transfers = scenario.place.latencyMs < 5 ? "64" : "256";
      const sides = [s3UriOf(transfer.source), s3UriOf(transfer.destination)];
      const tuned = settings === "tuned" ? [transfers] : [];
      return {
        words: [process.execPath, runner, url, ...sides, ...tuned],
        env: { ...env, ...(caFile && { NODE_EXTRA_CA_CERTS: caFile }) },
      };
    },
  }));
}
