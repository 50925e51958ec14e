import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median } from "./median.ts";
import { startStandIn } from "./stand-in-server.ts";

const RUNS = 3;
const OBJECTS = 10_000;
const SOURCE = `s3://synthetic-${OBJECTS}-dirs-10240`;
const DESTINATION = `${SOURCE}-b`;

/** One command's whole life in seconds, from its start to its exit; undefined when there is no such command. */
function timeCommand(
  [command, ...args]: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    const child = spawn(command, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve(undefined);
      else reject(error);
    });
    child.on("close", (code) => {
      // A no-op prints nothing: output would mean that something was transferred.
      if (code === 0 && output === "") resolve((performance.now() - startMs) / 1000);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${String(code)}: ${output}`));
    });
  });
}

async function medianSeconds(
  command: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv,
): Promise<number | undefined> {
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const taken = await timeCommand(command, environment);
    if (taken === undefined) return undefined;
    seconds.push(taken);
  }
  return median(seconds);
}

function report(lines: readonly string[], ok: boolean, figures: object): void {
  process.stdout.write(
    `${[...lines, JSON.stringify({ bench: "sync", ok, figures })].join("\n")}\n`,
  );
}

async function measure(folder: string, benchDir: string): Promise<void> {
  const server = await startStandIn(benchDir, folder);
  if (server === undefined) {
    report(
      [`cannot measure: no stand-in server in \`${benchDir}\`; name its folder with --bench-dir`],
      false,
      {},
    );
    return;
  }
  const environment = {
    PATH: process.env["PATH"],
    HOME: folder,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const args = [SOURCE, DESTINATION, "--endpoint-url", server.url, "--only-show-errors"];
  const main = join(import.meta.dirname, "..", "dist", "cli", "main.js");
  try {
    const sluice = await medianSeconds(
      [process.execPath, main, "sync", ...args, "--no-check"],
      environment,
    );
    const aws = await medianSeconds(["aws", "s3", "sync", ...args], environment);
    if (sluice === undefined) throw new Error("Node, which runs this, cannot be found");
    const ratio = aws === undefined ? undefined : Number((aws / sluice).toFixed(1));
    report(
      [
        `a no-op sync of ${OBJECTS} objects, medians of ${RUNS}:`,
        `sluice ${sluice.toFixed(2)} s`,
        aws === undefined
          ? "aws    not installed"
          : `aws    ${aws.toFixed(2)} s, ${ratio ?? 0} times as long`,
      ],
      true,
      { objects: OBJECTS, sluiceSeconds: sluice, awsSeconds: aws, ratio },
    );
  } finally {
    server.stop();
  }
}

const { values } = parseArgs({ options: { "bench-dir": { type: "string" } } });
const benchDir = values["bench-dir"] ?? join(import.meta.dirname, "..", "..", "shared", "bench");
const folder = await mkdtemp(join(tmpdir(), "sluice-bench-"));
try {
  await measure(folder, benchDir);
} finally {
  await rm(folder, { recursive: true });
}
