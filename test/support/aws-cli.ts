import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { access, constants, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

/** The AWS CLI to test with: `SLUICE_AWS`, or the first `aws` on the path; undefined when there is none. */
export async function findAwsCli(): Promise<string | undefined> {
  const named = process.env["SLUICE_AWS"];
  if (named !== undefined && isAbsolute(named)) return named;
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const candidate = join(folder, named ?? "aws");
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Says on stderr that tests with the AWS CLI are left out; in CI they may not be. */
export function awsCliIsLeftOut(binary: string | undefined): boolean {
  if (binary !== undefined || process.env["CI"] !== undefined) return false;
  process.stderr.write(
    "\nLEFT OUT: no `aws` on the path, so the tests with the real AWS CLI do not run; install it or set `SLUICE_AWS`\n",
  );
  return true;
}

interface ShellResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A shell in an empty directory whose `aws` is the real one, pointed at a lab and at nothing else. */
export interface AwsShell {
  readonly directory: string;
  run(profile: string, script: string): Promise<ShellResult>;
  close(): Promise<void>;
}

interface AwsShellOptions {
  readonly binary: string;
  readonly endpointUrl: string;
  readonly awsConfig: string;
}

// Older versions read no endpoint from the config, so it stands on every command line.
const PRELUDE = `set -e; aws() { command "$AWS_BINARY" --endpoint-url "$LAB_URL" "$@"; }\n`;

export async function openAwsShell(options: AwsShellOptions): Promise<AwsShell> {
  const home = mkdtempSync(join(tmpdir(), "sluice-aws-"));
  const directory = join(home, "work");
  const config = join(home, "config");
  await mkdir(directory);
  await writeFile(config, options.awsConfig, { mode: 0o600 });
  // Nothing of the user's own environment but the path: no keys, no proxy, no certificate bundle.
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    LC_ALL: "C.UTF-8",
    AWS_BINARY: options.binary,
    LAB_URL: options.endpointUrl,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
  };
  return {
    directory,
    run: (profile, script) =>
      shell(PRELUDE + script, { cwd: directory, env: { ...env, AWS_PROFILE: profile } }),
    close: () => rm(home, { recursive: true, force: true }),
  };
}

interface ShellOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

function shell(script: string, options: ShellOptions): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const settings = { ...options, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 };
    execFile("sh", ["-c", script], settings, (error, stdout, stderr) => {
      if (error === null) resolve({ exit: 0, stdout, stderr });
      else if (typeof error.code === "number") resolve({ exit: error.code, stdout, stderr });
      else reject(new Error(`the shell did not end by itself: ${error.message}\n${stderr}`));
    });
  });
}
