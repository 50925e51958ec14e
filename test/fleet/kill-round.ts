import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { RedisServer } from "./redis-server.ts";

/** What a round is played with. */
export interface KillStage {
  /** The built program. */
  readonly main: string;
  readonly redis: RedisServer;
  readonly env: NodeJS.ProcessEnv;
  readonly random: () => number;
}

/** What was done to a run, and how it ended. */
export interface KillRound {
  readonly workersKilled: number;
  readonly leadersKilled: number;
  readonly redisKilled: number;
  readonly exit: number | null;
  readonly stderr: string;
}

const WORKERS = 3;
/** On a busy machine each process takes its time to begin. */
const LONGEST_MS = 600_000;

/** Runs a sync with three workers, and kills so many times whomever it meets, until the sync comes to its end. */
export async function playFleetRound(
  stage: KillStage,
  words: readonly string[],
  kills: number,
): Promise<KillRound> {
  const { redis, random } = stage;
  const killed = { workersKilled: 0, leadersKilled: 0, redisKilled: 0 };
  const workers = Array.from({ length: WORKERS }, () => start(stage, ["worker"]));
  const line = ["sync", ...words, "--on", "fleet"];
  let leader = start(stage, line);
  const deadline = AbortSignal.timeout(LONGEST_MS);
  try {
    for (let left = kills; left > 0 && isRunning(leader); left--) {
      await wait(500 + 3_500 * random());
      const choice = random();
      if (choice < 0.5) {
        killed.workersKilled++;
        const at = Math.floor(random() * WORKERS);
        workers[at]?.process.kill("SIGKILL");
        workers[at] = start(stage, ["worker"]);
      } else if (choice < 0.75) {
        killed.redisKilled++;
        await redis.restart();
      } else if (isRunning(leader)) {
        killed.leadersKilled++;
        leader.process.kill("SIGKILL");
        await once(leader.process, "exit");
        leader = start(stage, lineAfter(leader, line));
      }
    }
    if (isRunning(leader)) await once(leader.process, "exit", { signal: deadline });
    // It began while Redis was away, said so, and did nothing: whoever typed it types it again.
    while (leader.stderr().includes("cannot reach Redis")) {
      leader = start(stage, lineAfter(leader, line));
      await once(leader.process, "exit", { signal: deadline });
    }
    return { ...killed, exit: leader.process.exitCode, stderr: leader.stderr() };
  } catch (error) {
    return { ...killed, exit: null, stderr: `${String(error)}\n${leader.stderr()}` };
  } finally {
    for (const each of [...workers, leader]) each.process.kill("SIGKILL");
  }
}

/** Goes on with the run that a leader has begun; where it had not yet, begins. */
function lineAfter({ words, stderr }: Started, line: readonly string[]): readonly string[] {
  const id = /^fleet {5}run ([0-9a-f]{8})$/m.exec(stderr())?.[1];
  if (id !== undefined) return ["sync", "--resume", id, "--on", "fleet"];
  return words.includes("--resume") ? words : line;
}

interface Started {
  readonly words: readonly string[];
  readonly process: ChildProcess;
  readonly stderr: () => string;
}

function start({ main, redis, env }: KillStage, words: readonly string[]): Started {
  const child = spawn(process.execPath, [main, ...words], {
    env: { ...env, SLUICE_REDIS: redis.url },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { words, process: child, stderr: () => text };
}

function isRunning({ process: { exitCode } }: Started): boolean {
  return exitCode === null;
}
