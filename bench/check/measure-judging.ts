import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkInWorld } from "../../src/app/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { median } from "../median.ts";
import { type Figure, figureOf } from "../sync/judge.ts";
import { jobOf } from "./job-of.ts";
import { largeWorldText, policiesIn } from "./large-world.ts";
import { measureCommandLine } from "./measure-command-line.ts";
import { timedRuns } from "./timed.ts";

/** A check on a world file with many policies, of which few bear on it. */
export async function measureJudging(folder: string): Promise<readonly Figure[]> {
  const text = largeWorldText();
  const ends = ["s3://data-0-7", "s3://data-1-8"] as const;
  const job = jobOf({ profile: "p-0-7", ownerProfiles: [] }, ends);
  const reading = await timedRuns(() => worldOf(text));
  const world = worldOf(text);
  const judging = await timedRuns(() => {
    const { verdict } = checkInWorld(job, world);
    if (verdict !== "allowed") throw new Error(`the benchmark's job must be allowed: ${verdict}`);
  });
  const file = join(folder, "world.json");
  await writeFile(file, text);
  const name = `world of ${policiesIn(text)} policies`;
  const words = [...ends, "--profile", "p-0-7", "--world", file];
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder };
  return [
    figureOf(`${name}: ms to judge, first`, ["at most", 100], (judging[0]?.cpu ?? NaN) * 1000),
    figureOf(
      `${name}: ms to judge`,
      ["at most", 100],
      median(judging.map(({ cpu }) => cpu * 1000)),
    ),
    figureOf(`${name}: ms to read it`, undefined, median(reading.map(({ cpu }) => cpu * 1000))),
    ...(await measureCommandLine(`${name}, whole command`, words, env)),
  ];
}

function worldOf(text: string): World {
  const parsed = parseWorld(JSON.parse(text));
  if (parsed.ok) return parsed.value;
  throw new Error(`the benchmark's world is none: ${JSON.stringify(parsed.problems)}`);
}
