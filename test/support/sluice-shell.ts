import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface SluiceResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built program in an empty directory, with a home and an AWS config of its own. */
export interface SluiceShell {
  readonly directory: string;
  run(
    words: readonly string[],
    given?: {
      readonly input?: string;
      readonly env?: object;
      /** Goes away after the first output, as `head -1` does. */
      readonly leavesEarly?: boolean;
      /** When it is killed. */
      readonly timeoutMs?: number;
    },
  ): Promise<SluiceResult>;
  close(): Promise<void>;
}

const MAIN = join(import.meta.dirname, "..", "..", "dist", "cli", "main.js");

/** Opens one; `awsConfig` is the text of its AWS config file. */
export async function openSluiceShell(awsConfig: string): Promise<SluiceShell> {
  const home = await mkdtemp(join(tmpdir(), "sluice-cli-"));
  const directory = join(home, "work");
  await mkdir(directory);
  const configFile = join(home, "config");
  await writeFile(configFile, awsConfig, { mode: 0o600 });
  const base = {
    PATH: process.env["PATH"],
    HOME: home,
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: join(home, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    directory,
    run: (words, { input = "", env = {}, leavesEarly = false, timeoutMs = 0 } = {}) =>
      new Promise((resolve) => {
        const options = {
          cwd: directory,
          env: { ...base, ...env },
          maxBuffer: 64 * 1024 * 1024,
          timeout: timeoutMs,
          killSignal: "SIGKILL",
        } as const;
        const child = execFile(process.execPath, [MAIN, ...words], options, (_, stdout, stderr) => {
          resolve({ exit: child.exitCode ?? -1, stdout, stderr });
        });
        child.stdin?.end(input);
        if (leavesEarly) child.stdout?.once("data", () => child.stdout?.destroy());
      }),
    close: () => rm(home, { recursive: true, force: true }),
  };
}
