import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type IdentityFlags, type Job, openClients } from "../../src/app/index.ts";
import { gatherPerspectives } from "../../src/app/gather-perspectives.ts";
import { gatherNeeded } from "../../src/app/gather-needed.ts";
import { median } from "../median.ts";
import { type Figure, figureOf } from "../sync/judge.ts";
import { Distance, type FarLab, startFarLab } from "./far-lab.ts";
import { jobOf } from "./job-of.ts";
import { measureCommandLine } from "./measure-command-line.ts";
import { PAIR, pairWorld } from "./pair-world.ts";
import { timed, timedRuns } from "./timed.ts";

/** How far away AWS is. */
export const DELAY_MS = 30;

/** Who asks, and how many calls that may take where somebody wants it. */
interface Case {
  readonly name: string;
  readonly identities: Omit<IdentityFlags, "ownerProfiles">;
  readonly owners?: readonly string[];
  readonly mostCalls?: number;
}

const CASES: readonly Case[] = [
  { name: "IAM user in two groups", identities: { profile: "user" }, mostCalls: 25 },
  { name: "SSO role", identities: { profile: "sso" }, mostCalls: 25 },
  {
    name: "SSO role and owner",
    identities: { profile: "sso" },
    owners: ["dev-b"],
    mostCalls: 25,
  },
  {
    name: "two profiles",
    identities: { sourceProfile: "sso", destinationProfile: "dev-b" },
    mostCalls: 25,
  },
  {
    name: "and organization",
    identities: { profile: "sso", organizationProfiles: ["management"] },
    owners: ["dev-b"],
    mostCalls: 25,
  },
  {
    name: "and closed role",
    identities: { profile: "sso-closed", organizationProfiles: ["management"] },
    owners: ["dev-b"],
  },
];

/** Asks as a command does that has just begun: nothing is remembered. */
async function collect(job: Job): Promise<void> {
  const clients = await openClients(job);
  try {
    await gatherPerspectives(job, clients, gatherNeeded);
  } finally {
    await clients.close();
  }
}

/** A machine with nothing else to do takes so long: what is waited for, and all that is computed. */
function quietSeconds(rounds: number, cpu: number): number {
  return (rounds * DELAY_MS) / 1000 + cpu;
}

async function measureCase(
  { name, identities, owners = [], mostCalls }: Case,
  distance: Distance,
): Promise<readonly Figure[]> {
  const job = jobOf({ ...identities, ownerProfiles: owners }, [PAIR.source, PAIR.destination]);
  distance.setDelay(DELAY_MS);
  const first = await timed(() => collect(job));
  const { calls } = distance;
  const runs = await timedRuns(() => collect(job));
  distance.setRounds();
  await collect(job);
  const { rounds } = distance;
  const cpu = median(runs.map((run) => run.cpu));
  return [
    figureOf(`${name}: calls`, mostCalls === undefined ? undefined : ["at most", mostCalls], calls),
    figureOf(`${name}: rounds`, undefined, rounds),
    figureOf(`${name}: s, quiet machine`, ["at most", 1], quietSeconds(rounds, cpu)),
    figureOf(`${name}: s, measured`, undefined, median(runs.map((run) => run.wall))),
    figureOf(`${name}: s, first in the process`, undefined, first.wall),
  ];
}

/** Facts of a pair of buckets, through those who may be asked. */
export async function measureCollecting(folder: string): Promise<readonly Figure[]> {
  const distance = new Distance();
  const far = await startFarLab(pairWorld(), distance.turn);
  try {
    const env = await environmentAt(far, folder);
    const figures: Figure[] = [];
    for (const each of CASES) figures.push(...(await measureCase(each, distance)));
    distance.setDelay(DELAY_MS);
    const words = [PAIR.source, PAIR.destination, "--profile", "sso", "--owner-profile", "dev-b"];
    return [...figures, ...(await measureCommandLine("sluice check, whole command", words, env))];
  } finally {
    await far.close();
  }
}

/** The profiles of a lab, here and for commands. */
async function environmentAt(
  { lab, url }: FarLab,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const config = join(folder, "config");
  await writeFile(config, lab.awsConfig().replaceAll(lab.url, url), { mode: 0o600 });
  const env = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") };
  Object.assign(process.env, env);
  return { PATH: process.env["PATH"] ?? "", HOME: folder, ...env };
}
