import { join } from "node:path";
import type { Place } from "../transfer.ts";
import { findProgram, type Program } from "./find-program.ts";
import type { Task, Tool } from "./tool.ts";

/** What sets rclone: nothing, many at once with one listing in memory, or with a listing a directory. */
type Way = "default" | "tuned" | "march";

/** rclone, where it is installed. */
export async function findRclone(): Promise<readonly Tool[]> {
  const program = await findProgram("rclone", process.env["RCLONE"], {
    words: ["version"],
    says: /^rclone v(\S+)/,
  });
  if (program === undefined) return [];
  return (["default", "tuned", "march"] as const).map((way) => rclone(program, way));
}

function rclone({ file, version }: Program, way: Way): Tool {
  return {
    name: way === "default" ? "rclone" : `rclone ${way}`,
    family: "rclone",
    version,
    settings: way === "default" ? "default" : "tuned",
    commandFor: (task) => {
      if (!suits(way, task)) return Promise.resolve(undefined);
      const { transfer, caFile } = task;
      const trust = caFile === undefined ? [] : ["--ca-cert", caFile];
      const sides = [remoteOf(transfer.source), remoteOf(transfer.destination)];
      return Promise.resolve({
        words: [file, "sync", ...settingsOf(way, task), ...trust, ...sides],
        env: { ...task.env, ...remoteSettings(task) },
      });
    },
  };
}

/** Marching helps to compare alone; one listing in memory took 9 GB of a million objects. */
function suits(way: Way, { scenario: { kind, objects } }: Task): boolean {
  switch (way) {
    case "default":
      // It asks for each object's own time: a request for each, twice.
      return kind !== "noop" || objects <= 100_000;
    case "tuned":
      return objects <= 100_000;
    case "march":
      return kind === "noop";
  }
}

function settingsOf(way: Way, { scenario }: Task): readonly string[] {
  const transfers = scenario.place.latencyMs < 5 ? "64" : "256";
  const many = ["--checksum", "--transfers", transfers, "--checkers", "64"];
  const lean = ["--s3-no-head", "--s3-no-check-bucket", "--no-update-modtime"];
  const large = ["--s3-upload-concurrency", "16", "--s3-chunk-size", "16M"];
  switch (way) {
    case "default":
      return [];
    case "tuned":
      return ["--fast-list", ...many, ...lean, ...large, "--multi-thread-streams", "16"];
    case "march":
      return [...many, ...lean];
  }
}

function remoteOf(place: Place): string {
  switch (place.kind) {
    case "bucket":
      return `bench:${place.bucket}`;
    case "directory":
      return place.path;
  }
}

function remoteSettings({ url, access, folder }: Task): Readonly<Record<string, string>> {
  const { credentials, region } = access;
  return {
    RCLONE_CONFIG: join(folder, "rclone.conf"),
    RCLONE_CONFIG_BENCH_TYPE: "s3",
    RCLONE_CONFIG_BENCH_PROVIDER: "Minio",
    RCLONE_CONFIG_BENCH_ENDPOINT: url,
    RCLONE_CONFIG_BENCH_ACCESS_KEY_ID: credentials.accessKeyId,
    RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    RCLONE_CONFIG_BENCH_REGION: region,
    RCLONE_CONFIG_BENCH_FORCE_PATH_STYLE: "true",
  };
}
