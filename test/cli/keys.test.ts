import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RunGate } from "../../src/cli/commands/run-gate.ts";
import { listenToKeys } from "../../src/cli/listen-to-keys.ts";
import type { Lab } from "../../src/lab/index.ts";
import { closeHome, openHome } from "../support/open-home.ts";
import { sluiceInProcess } from "../support/sluice-in-process.ts";
import { startStoryLab, STORY } from "../support/story-world.ts";

let lab: Lab;
let home: string;

beforeAll(async () => {
  lab = await startStoryLab();
  home = await openHome(lab.awsConfig());
  await mkdir(join(home, "files"));
  for (const name of ["a", "b", "c"]) await writeFile(join(home, "files", name), name);
});

afterAll(async () => {
  await lab.close();
  await closeHome(home);
});

function syncTo(
  prefix: string,
  onListening: (press: (key: string) => void) => void,
  ...words: readonly string[]
): ReturnType<typeof sluiceInProcess> {
  return syncUntil(prefix, { onListening }, words);
}

function syncUntil(
  prefix: string,
  how: Parameters<typeof sluiceInProcess>[1],
  words: readonly string[] = [],
): ReturnType<typeof sluiceInProcess> {
  const ends = ["files", `s3://${STORY.source}/${prefix}`, "--profile", "dev-a"];
  const line = ["sync", ...ends, "--journal", join(home, "state"), ...words];
  return sluiceInProcess(line, { cwd: home, ...how });
}

test("a run that is paused goes on, and tells what failed so far", async () => {
  const { exit, stderr } = await syncTo("paused", (press) => {
    press("p");
    press("e");
    press("x");
    setTimeout(press, 30, "p");
  });
  // Progress that is taken away stands before what is said next; what failed is told once that is loaded.
  const said = stderr.split("\n").map((line) => line.slice(line.lastIndexOf("\r") + 1));
  const [hint, paused, ...rest] = said.filter((line) => !/^(Completed|$)/.test(line));
  expect(hint).toBe("keys: e explain failures, p pause, q finish what is under way and stop");
  expect(paused).toBe("paused: what is under way is finished, nothing more is begun; p goes on");
  expect(rest.sort()).toEqual(["going on", "nothing has failed so far"]);
  expect(exit).toBe(0);
});

test("a run that is to finish stops, and says how to go on", async () => {
  const { exit, stdout, stderr } = await syncTo("finished", (press) => {
    press("q");
  });
  expect(exit).toBe(130);
  expect(stdout).not.toContain("upload:");
  expect(stderr).toContain("finishing what is under way, then stopping; ctrl-c stops at once\n");
  expect(stderr).toContain("stopped: what was under way is finished\n");
  expect(stderr).not.toContain("cancelled");
});

test("a run that is paused is interrupted all the same", async () => {
  const ctrlC = new AbortController();
  const onListening = (press: (key: string) => void): void => {
    press("p");
    setTimeout(() => {
      ctrlC.abort();
    }, 200);
  };
  const how = { onListening, interrupted: ctrlC.signal };
  const { exit, stderr } = await syncUntil("held", how);
  expect(exit).toBe(130);
  expect(stderr).toContain("cancelled: ctrl-c received\n");
});

test("its messages are Japanese for who reads Japanese", async () => {
  const press = (each: (key: string) => void): void => {
    each("q");
  };
  const { stderr } = await syncTo("japanese", press, "--lang", "ja");
  expect(stderr).toContain("処理中のものを終えて停止します。Ctrl-C ですぐに停止します\n");
  expect(stderr).toContain("停止しました。処理中だったものは終わっています\n");
});

test("nobody listens to keys where the output is for programs", async () => {
  let listened = 0;
  const listen = (): void => {
    listened++;
  };
  await syncTo("quiet", listen, "--quiet");
  await syncTo("json", listen, "--json");
  await syncTo("dry", listen, "--dryrun");
  expect(listened).toBe(0);
});

test("what is under way when a run is to finish is waited for", async () => {
  const gate = new RunGate(new AbortController().signal);
  const made = [await gate.permitted(), await gate.permitted()];
  gate.finish();
  const late = gate.permitted();
  made[0]?.();
  expect(gate.finished.aborted).toBe(false);
  made[1]?.();
  expect(gate.finished.aborted).toBe(true);
  await late;
});

test("a terminal that gives keys one by one still sends Ctrl-C and Ctrl-Z", () => {
  const raw: boolean[] = [];
  const sent: string[] = [];
  const keys: string[] = [];
  const input = {
    listener: undefined as ((bytes: Buffer) => void) | undefined,
    setRawMode: (on: boolean) => raw.push(on),
    on: (_: string, listener: (bytes: Buffer) => void) => {
      input.listener = listener;
    },
    off: () => undefined,
    pause: () => undefined,
  };
  let isInFront = true;
  const listen = listenToKeys(
    input,
    (signal) => sent.push(signal),
    () => isInFront,
  );
  const close = listen((key) => keys.push(key));
  input.listener?.(Buffer.from("pe\u0003\u001a"));
  process.emit("SIGCONT");
  input.listener?.(Buffer.from("\u001a"));
  // A terminal would stop who changes it from the background.
  isInFront = false;
  process.emit("SIGCONT");
  close();
  process.emit("SIGCONT");
  listen(() => undefined)();
  expect({ raw, sent, keys }).toEqual({
    raw: [true, false, true, false],
    sent: ["SIGINT", "SIGTSTP", "SIGTSTP"],
    keys: ["p", "e"],
  });
});
