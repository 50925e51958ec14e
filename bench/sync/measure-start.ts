import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { median } from "../median.ts";
import { type Figure, figureOf } from "./judge.ts";
import { measureCommand } from "./measure-command.ts";
import type { Bed } from "./bed.ts";
import { type OurSettings, ourCommand } from "./tools/sluice.ts";

const RUNS = 7;

/** What ours takes to start, and to find that there is nothing to do. */
export interface StartCost {
  readonly figures: readonly Figure[];
  /** Processor time of a dry run over an empty directory. */
  readonly cpuSeconds: number | undefined;
}

/** Measures `sluice --version`, and a dry run over an empty directory. */
export async function measureStart(
  settings: OurSettings,
  { bed, folder }: { readonly bed: Bed; readonly folder: string },
): Promise<StartCost> {
  const empty = join(folder, "empty");
  await mkdir(empty, { recursive: true });
  const { url, region, credentials } = bed.access;
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const [file, ...rest] = ourCommand(settings);
  const destination = `s3://${await bed.emptyBucket()}`;
  const version = await measureOften([file, ...rest, "--version"], env);
  const nothing = await measureOften(
    [file, ...rest, "sync", "--dryrun", "--endpoint-url", url, empty, destination],
    env,
  );
  return {
    figures: [
      figureOf("start --version ms", ["at most", 150], version.seconds * 1000),
      figureOf("start sync --dryrun of nothing ms", ["at most", 300], nothing.seconds * 1000),
    ],
    cpuSeconds: nothing.cpuSeconds,
  };
}

async function measureOften(
  words: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly seconds: number; readonly cpuSeconds: number | undefined }> {
  const seconds: number[] = [];
  const cpuSeconds: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const life = await measureCommand({ words, env }, 30);
    if (life.exitCode !== 0) throw new Error(`${words.join(" ")} failed: ${life.output}`);
    seconds.push(life.seconds);
    if (life.cpuSeconds !== undefined) cpuSeconds.push(life.cpuSeconds);
  }
  return {
    seconds: median(seconds),
    cpuSeconds: cpuSeconds.length === 0 ? undefined : median(cpuSeconds),
  };
}
