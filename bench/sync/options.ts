import { parseArgs } from "node:util";
import { ALL_SCENARIOS, parseScenario, QUICK_SCENARIOS, type Scenario } from "./scenario.ts";

/** Where the server of a benchmark comes from. */
export type ServerChoice =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "binary"; readonly file: string }
  | { readonly kind: "source"; readonly directory: string }
  | { readonly kind: "lab" };

/** What was asked for on the command line. */
export interface BenchOptions {
  readonly server: ServerChoice;
  readonly scenarios: readonly Scenario[];
  /** Families or names of tools; all that are installed when undefined. */
  readonly peers: readonly string[] | undefined;
  readonly runs: number;
  /** A run that takes longer is stopped. */
  readonly capSeconds: number;
  readonly scratch: string | undefined;
  readonly sluice: readonly string[] | undefined;
  readonly installPeers: boolean;
  /** Where to write CPU profiles of ours, one directory a scenario. */
  readonly profileTo: string | undefined;
}

/** What to do where the command line does not say. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A directory with the stand-in's source, where there is one. */
  readonly sourceAtHand: string | undefined;
}

const OPTIONS = {
  server: { type: "string" },
  "server-binary": { type: "string" },
  "server-source": { type: "string" },
  cases: { type: "string" },
  peers: { type: "string" },
  runs: { type: "string" },
  cap: { type: "string", default: "120" },
  scratch: { type: "string" },
  sluice: { type: "string" },
  profile: { type: "string" },
  quick: { type: "boolean", default: false },
  "install-peers": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const QUICK_PEERS = ["aws v1", "aws v2", "rclone tuned"];

/** What `--help` says. */
export const USAGE: string = `npm run bench:sync -- [options]
  --quick                under 2 minutes on a quiet machine: smaller cases, one run, aws and rclone alone
  --cases LIST           of ${ALL_SCENARIOS.filter((name) => !name.includes("/")).join(", ")};
                         any count, /https after it for TLS; noop10m@0 shows that memory stays flat
  --peers LIST           of aws, rclone, s3cmd, s4cmd, s5cmd, s3p, s3-sync-client; or with their settings,
                         e.g. rclone tuned; none for ours alone
  --runs N               timed runs, of which the median counts (3)
  --cap SECONDS          when to stop a run (120)
  --server URL           an S3 server that runs already, or \`lab\`
  --server-binary FILE   the stand-in, built (or SLUICE_BENCH_SERVER: a URL or a file)
  --server-source DIR    the stand-in's source, to be built with g++
  --sluice COMMAND       ours, if not the one built here
  --profile DIR          write CPU profiles of ours there
  --scratch DIR          where files are read and written (/dev/shm, or the directory for temporary files)
  --install-peers        install npm's s3-sync-client into a cache directory first
AWS1, AWS2, RCLONE, S3CMD, S4CMD, S5CMD, S3P name programs that are not on the PATH.
`;

/** Reads the command line; a string says what is wrong with it. */
export function readOptions(
  words: readonly string[],
  surroundings: Surroundings,
): BenchOptions | string {
  const values = valuesOf(words);
  if (typeof values === "string") return values;
  if (values.help) return USAGE;
  const scenarios = scenariosOf(
    listOf(values.cases) ?? (values.quick ? QUICK_SCENARIOS : ALL_SCENARIOS),
  );
  if (typeof scenarios === "string") return scenarios;
  const runs = Number(values.runs ?? (values.quick ? 1 : 3));
  const capSeconds = Number(values.cap);
  const wrong = wrongNumber(runs, capSeconds);
  if (wrong !== undefined) return wrong;
  return {
    server: serverOf(values, surroundings),
    scenarios,
    peers: listOf(values.peers) ?? (values.quick ? QUICK_PEERS : undefined),
    runs,
    capSeconds,
    scratch: values.scratch,
    sluice: values.sluice?.split(" ").filter((word) => word !== ""),
    installPeers: values["install-peers"],
    profileTo: values.profile,
  };
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

function valuesOf(words: readonly string[]): Values | string {
  try {
    return parseArgs({ args: [...words], options: OPTIONS }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wrongNumber(runs: number, capSeconds: number): string | undefined {
  if (!Number.isInteger(runs) || runs < 1) return "`--runs` must be a whole number from 1";
  return capSeconds > 0 ? undefined : "`--cap` must be seconds above 0";
}

function scenariosOf(names: readonly string[]): readonly Scenario[] | string {
  const scenarios: Scenario[] = [];
  for (const name of names) {
    const scenario = parseScenario(name);
    if (scenario === undefined) return `\`${name}\` is no case; one is e.g. \`copy10k@30/https\``;
    scenarios.push(scenario);
  }
  return scenarios;
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(",").filter((word) => word !== "");
}

function serverOf(values: Values, { env, sourceAtHand }: Surroundings): ServerChoice {
  if (values.server === "lab") return { kind: "lab" };
  if (values.server !== undefined) return { kind: "url", url: values.server };
  if (values["server-binary"] !== undefined) {
    return { kind: "binary", file: values["server-binary"] };
  }
  if (values["server-source"] !== undefined) {
    return { kind: "source", directory: values["server-source"] };
  }
  const named = env["SLUICE_BENCH_SERVER"];
  if (named !== undefined && named !== "") {
    return URL.canParse(named) ? { kind: "url", url: named } : { kind: "binary", file: named };
  }
  return sourceAtHand === undefined ? { kind: "lab" } : { kind: "source", directory: sourceAtHand };
}
