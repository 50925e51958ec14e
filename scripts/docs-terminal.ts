/**
 * Makes the pictures of a terminal that the documentation shows: commands of the built program against a lab, in a real
 * terminal (tmux) of a given width. `npm run build` first.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { terminalPicture } from "./terminal-picture.ts";

interface Shot {
  readonly name: string;
  readonly columns: number;
  readonly language: "en" | "ja";
  readonly line: string;
  /** When to look, of what would go on; else at its end. */
  readonly afterMs?: number;
}

const BETWEEN =
  "s3://dev-a-111111111111 s3://dev-b-222222222222 --profile dev-a --owner-profile dev-b";
const SLOWLY =
  "sluice sync site s3://dev-a-111111111111/site --profile dev-a --max-bandwidth 2MB/s --max-concurrent-requests 2";

const REFUSAL =
  'fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User: arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_AdministratorAccess_1234567890abcdef/alice is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::dev-b-222222222222" because no resource-based policy allows the s3:ListBucket action';

const SHOTS: readonly Shot[] = [
  { name: "check", columns: 120, language: "en", line: `sluice check ${BETWEEN}` },
  { name: "check.ja", columns: 80, language: "ja", line: `sluice check ${BETWEEN}` },
  { name: "explain", columns: 100, language: "en", line: "sluice explain error.txt" },
  { name: "grant", columns: 100, language: "en", line: `sluice grant ${BETWEEN}` },
  { name: "sync", columns: 80, language: "en", line: SLOWLY, afterMs: 4000 },
  { name: "sync.ja", columns: 80, language: "ja", line: SLOWLY, afterMs: 4000 },
];

const ROOT = join(import.meta.dirname, "..");
const PROGRAM = join(ROOT, "dist", "cli", "main.js");
const run = promisify(execFile);

const home = await mkdtemp(join(tmpdir(), "terminal-"));
const lab = await startLab();
try {
  await mkdir(join(home, "site", "films"), { recursive: true });
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await writeFile(join(home, "site", "films", `long-${number}.mp4`), Buffer.alloc(2_000_000));
  }
  await writeFile(join(home, "error.txt"), REFUSAL);
  await writeFile(join(home, "site", "日本語の資料.pdf"), "日本語");
  for (const shot of SHOTS) {
    const lines = await linesOf(shot);
    await writeFile(join(ROOT, "docs", `terminal-${shot.name}.svg`), terminalPicture(lines, shot));
  }
} finally {
  lab.kill();
  await once(lab, "exit");
  await rm(home, { recursive: true });
}

/** A lab whose config is where the pictures' commands look for theirs, once it is ready. */
async function startLab(): Promise<ChildProcess> {
  const words = [PROGRAM, "lab", "--port", "0", "--write-aws-config", join(home, "config")];
  const child = spawn("node", words, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

/** What a terminal shows of a command. */
async function linesOf({
  name,
  columns,
  language,
  line,
  afterMs,
}: Shot): Promise<readonly string[]> {
  const tmux = (...words: readonly string[]): Promise<{ readonly stdout: string }> =>
    // A server each: one that has just ended may not be there for the next.
    run("tmux", ["-L", `sluice-${name}-${process.pid}`, "-f", "/dev/null", ...words]);
  const environment = `LC_ALL=${language === "ja" ? "ja_JP.UTF-8" : "C.UTF-8"} HOME=${home} AWS_CONFIG_FILE=${home}/config`;
  const program = `sluice() { ${environment} node '${PROGRAM}' "$@"; }`;
  const shell = `cd '${home}'; ${program}; printf '$ %s\\n' '${line}'; ${line}; tmux wait-for -S ended; sleep 60`;
  await tmux("new-session", "-d", "-s", "shot", "-x", String(columns), "-y", "50", shell);
  try {
    if (afterMs === undefined) await tmux("wait-for", "ended");
    else await new Promise((resolve) => setTimeout(resolve, afterMs));
    const { stdout } = await tmux("capture-pane", "-t", "shot", "-p");
    return stdout.trimEnd().split("\n");
  } finally {
    await tmux("kill-server");
  }
}
