import { createHash } from "node:crypto";
import { resolve } from "node:path";
import {
  beginJournal,
  type Clients,
  findFleetRun,
  type Job,
  type JournalPlace,
  resumeJournal,
  type RunJournal,
  stateDirectory,
  type UnfinishedFleetRun,
} from "../../app/index.ts";
import { UsageError } from "../../aws/index.ts";
import { type Arguments, hasFlag, type OptionTable, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";
import { AWS_OPTIONS } from "./aws-options.ts";
import { redisOf } from "./fleet-options.ts";
import { RUN_OPTIONS } from "./run-options.ts";
import { SECRET_OPTIONS } from "./secret-options.ts";

/** Options about going on with a run that did not come to its end. */
export const RESUME_OPTIONS: OptionTable = {
  resume: {
    kind: "value",
    value: "[ID]",
    implied: "",
    summary: {
      en: "go on with a run that was killed, stopped or failed in part; alone, with the only one",
      ja: "強制終了、停止、または一部失敗した実行の続きを行う。値を省くと、唯一の実行の続きを行う",
    },
  },
  journal: {
    kind: "value",
    value: "DIR",
    summary: {
      en: "keep what is needed for that here, not in $XDG_STATE_HOME/sluice",
      ja: "再開に必要な記録を、$XDG_STATE_HOME/sluice ではなくここに残す",
    },
  },
};

/** What may be given with `--resume`: who acts, how fast, and what is printed. */
const FREE: ReadonlySet<string> = new Set([
  ...Object.keys(RESUME_OPTIONS),
  ...Object.keys(RUN_OPTIONS),
  ...Object.keys(AWS_OPTIONS),
  ...SECRET_OPTIONS,
  "profile",
  "source-profile",
  "destination-profile",
  "owner-profile",
  "max-concurrent-requests",
  "max-bandwidth",
  "lang",
]);

/** Where to look for a run of a fleet. */
const OF_FLEET: readonly string[] = ["on", "redis"];

/** The command line of a run, and its journal when it goes on. */
export interface ResumableInvocation {
  /** As typed, or for a run that goes on as it was started. */
  readonly invocation: Invocation;
  readonly journal?: RunJournal;
  /** The run of a fleet that goes on. */
  readonly fleetRun?: UnfinishedFleetRun;
}

/** Reads `--resume`: a run that goes on has the words and the directory that it was started with. */
export async function resumableInvocation(invocation: Invocation): Promise<ResumableInvocation> {
  const { args } = invocation;
  const wanted = valueOf(args, "resume");
  if (wanted === undefined) return { invocation };
  requireNothingElse(args);
  const id = wanted === "" ? undefined : wanted;
  if (valueOf(args, "on") === "fleet") {
    if (hasFlag(args, "journal")) throw noJournal();
    const fleetRun = await findFleetRun(redisOf(invocation), id);
    return { invocation: withCommand(invocation, fleetRun.command), fleetRun };
  }
  const place = journalPlace(invocation);
  if (place === undefined) throw new UsageError(NO_PLACE);
  const journal = await resumeJournal(place, id);
  return { invocation: withCommand(invocation, journal.command), journal };
}

/** The command that a run was started with, and what is said anew. */
function withCommand(
  invocation: Invocation,
  { cwd, positionals, given }: Omit<UnfinishedFleetRun["command"], "endpoint">,
): Invocation {
  const { args, terminal } = invocation;
  const now = args.given.filter(({ name }) => name !== "resume" && name !== "journal");
  const replaced = new Set(now.map(({ name }) => name));
  const merged = given.flatMap(({ name, value }) => (replaced.has(name) ? [] : [{ name, value }]));
  return {
    ...invocation,
    args: { positionals, given: [...merged, ...now] },
    terminal: { ...terminal, cwd },
  };
}

const NO_PLACE = {
  en: "cannot resume: there is no directory to look in; set `HOME` or `XDG_STATE_HOME`, or give `--journal DIR`",
  ja: "再開できません。実行記録を探すディレクトリがありません。`HOME` か `XDG_STATE_HOME` を設定するか、`--journal DIR` を指定してください",
};

function noJournal(): UsageError {
  return new UsageError({
    en: "cannot use `--journal` with `--on fleet`: its runs are in Redis; leave it out",
    ja: "`--journal` と `--on fleet` は一緒に使えません。フリートの実行は Redis にあります。外してください",
  });
}

function requireNothingElse({ positionals, given }: Arguments): void {
  const [operand] = positionals;
  if (operand !== undefined) {
    throw new UsageError({
      en: `cannot take \`${operand}\` with \`--resume\`: the run goes on between the ends that it was started with`,
      ja: `\`--resume\` と \`${operand}\` は一緒に指定できません。再開する実行は、開始したときと同じコピー元・コピー先で続きます`,
    });
  }
  const isOfFleet = given.some(({ name, value }) => name === "on" && value === "fleet");
  const other = given.find(
    ({ name }) => !FREE.has(name) && !(isOfFleet && OF_FLEET.includes(name)),
  );
  if (other === undefined) return;
  throw new UsageError({
    en: `cannot take \`--${other.name}\` with \`--resume\`: the run goes on as it was started; only who acts, \`--max-concurrent-requests\` and what is printed may change`,
    ja: `\`--resume\` と \`--${other.name}\` は一緒に指定できません。再開する実行は開始したときのまま続きます。変えられるのは、認証情報、\`--max-concurrent-requests\`、表示のしかただけです`,
  });
}

/** Begins the journal of a new run; a dry run has none, nor one without a directory of its user. */
async function newJournal(
  invocation: Invocation,
  job: Job,
  clients: Pick<Clients, "endpoint">,
): Promise<RunJournal | undefined> {
  const { args, terminal } = invocation;
  const place = journalPlace(invocation);
  if (place === undefined || hasFlag(args, "dryrun")) return undefined;
  const { positionals } = args;
  const given = args.given.filter(({ name }) => name !== "journal" && !SECRET_OPTIONS.has(name));
  const { endpoint } = clients;
  const meant = given.filter(({ name }) => !FREE.has(name));
  const same = [job.source, job.destination, meant, endpoint];
  const hash = createHash("sha256").update(JSON.stringify(same)).digest("hex");
  return beginJournal(place, { cwd: terminal.cwd, positionals, given, job: hash, endpoint });
}

/** The journal of a run that goes on, which must be at the service that it was started at, or a new one; none of a fleet. */
export async function journalFor(
  { invocation, journal, fleetRun }: ResumableInvocation,
  job: Job,
  clients: Pick<Clients, "endpoint">,
): Promise<RunJournal | undefined> {
  if (fleetRun !== undefined) requireSameEndpoint(fleetRun, clients);
  // The jobs go on by themselves; what they have done by then is found by the next run.
  if (job.batch !== undefined || job.fleet !== undefined) return undefined;
  if (journal === undefined) return newJournal(invocation, job, clients);
  requireSameEndpoint(journal, clients);
  return journal;
}

function requireSameEndpoint(
  { id, command }: Endpointed,
  { endpoint }: Pick<Clients, "endpoint">,
): void {
  if (command.endpoint === endpoint) return;
  throw new UsageError({
    en: `cannot resume run \`${id}\`: it was started at ${nameOf(command.endpoint)}, and would go on at ${nameOf(endpoint)}`,
    ja: `実行 \`${id}\` を再開できません。${nameOf(command.endpoint)} で開始しましたが、このままでは ${nameOf(endpoint)} で続きます`,
  });
}

interface Endpointed {
  readonly id: string;
  readonly command: Pick<UnfinishedFleetRun["command"], "endpoint">;
}

function nameOf(endpoint: string | undefined): string {
  return endpoint === undefined ? "AWS" : `\`${endpoint}\``;
}

function journalPlace({ args, terminal }: Invocation): JournalPlace | undefined {
  const given = valueOf(args, "journal");
  if (given !== undefined) return { directory: resolve(terminal.cwd, given), isGiven: true };
  const directory = stateDirectory(terminal.env);
  return directory === undefined ? undefined : { directory, isGiven: false };
}
