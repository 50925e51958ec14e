// Kills syncs with SIGKILL at random moments (200, or as many as are given), of each direction in turn, against a lab in another
// process, and goes on with `sync --resume`: `npm run build && npx tsx scripts/kill-sync.ts 200 [--seed N]`. After each kill whatever
// is visible must be old or new and whole; in the end nothing may be missing or left behind. Ends with one line of JSON.
import { readKillRequest } from "../test/support/kill-request.ts";
import { measureRound, playRound } from "../test/support/kill-round.ts";
import { KINDS, openKillStage } from "../test/support/kill-stage.ts";

const { times, seed, main, random, stop } = readKillRequest("200");
const stage = await openKillStage(main);
const problems: string[] = [];
const counts = { kills: 0, tooLate: 0, resumed: 0, rounds: 0 };
try {
  const lengths = new Map<string, number>();
  for (const kind of KINDS) lengths.set(kind, await measureRound(stage, kind));
  while (counts.kills < times && !stop.aborted) {
    const kind = KINDS[counts.rounds % KINDS.length] ?? "upload";
    const length = lengths.get(kind) ?? 0;
    const round = await playRound(stage, {
      kind,
      name: `r${counts.rounds}`,
      kills: Math.min(random() < 0.3 ? 2 : 1, times - counts.kills),
      deletes: random() < 0.5,
      delay: () => length * random(),
    });
    counts.rounds++;
    counts.kills += round.kills;
    counts.tooLate += round.tooLate;
    counts.resumed += round.resumed;
    problems.push(...round.problems);
    for (const problem of round.problems) process.stderr.write(`${problem}\n`);
    if (counts.rounds % 10 === 0) process.stderr.write(`${JSON.stringify(counts)}\n`);
  }
} finally {
  await stage.close();
}
const ok = problems.length === 0;
process.stdout.write(`${JSON.stringify({ kill: "sync", ok, seed, ...counts, problems })}\n`);
process.exitCode = ok ? 0 : 1;
