import { profileLabel } from "../../src/aws/index.ts";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import {
  checkJob,
  type CheckResult,
  checkWorld,
  type Clients,
  type Job,
  planGrant,
  applyEdit,
  readJob,
  syncOrExplain,
} from "../../src/app/index.ts";
import type { Credentials } from "../../src/aws/index.ts";
import { identityFlags } from "../../src/cli/commands/job-options.ts";
import { command as syncCommand } from "../../src/cli/commands/sync-command.ts";
import { transferOptions } from "../../src/cli/commands/transfer-options.ts";
import { parseArguments } from "../../src/cli/arguments/parse-arguments.ts";
import { createAccountClient, createBucketStore, endpointsAt } from "../../src/client/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { reportLine } from "../../src/sync/report/report-lines.ts";
import { isTree, mergePatch } from "../support/json-merge-patch.ts";
import type { Call, Step } from "./cause-case.ts";
import { type Printed, sdkCall } from "./sdk-call.ts";
import { type ShellCommand, shellWords } from "./shell-words.ts";

const WORLDS = join(import.meta.dirname, "..", "..", "worlds", "causes");

/** The world of a case, with what its fix changes in it. */
export function causeWorld(name: string, patch: object = {}): World {
  const file: unknown = parse(readFileSync(join(WORLDS, `${name}.yaml`), "utf8"));
  const parsed = parseWorld(withFiles(mergePatch(file, patch)));
  if (parsed.ok) return parsed.value;
  const problems = parsed.problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`world \`${name}\` cannot be: ${problems.join("; ")}`);
}

/** Directories of objects stand beside the world's file. */
function withFiles(value: unknown): unknown {
  if (!isTree(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === "files" && typeof each === "string" ? resolve(WORLDS, each) : withFiles(each),
    ]),
  );
}

/** A lab in which commands of the AWS CLI are done by Sluice and by the SDK, in this process. */
export interface CauseStage {
  readonly lab: Lab;
  /** Where clients are to send to. */
  readonly endpoint: string;
  /** What steps have kept, by name. */
  readonly variables: ReadonlyMap<string, string>;
  run(step: Step): Promise<Printed>;
  /** What Sluice says to a sync before byte one, on live facts. */
  check(call: Call, through: CheckProfiles): Promise<CheckResult>;
  /** Does what `sluice grant --apply` would. */
  grant(call: Call, words: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Whose profiles a check is given beside the caller's. */
interface CheckProfiles {
  readonly owners: readonly string[];
  readonly organization?: string;
}

interface StageOptions {
  readonly world: World;
  readonly clockAheadMinutes?: number | undefined;
  readonly https?: boolean | undefined;
}

export async function openCauseStage(options: StageOptions): Promise<CauseStage> {
  const { world, clockAheadMinutes = 0, https = false } = options;
  let ahead = clockAheadMinutes;
  const lab = await startLab({
    world,
    now: () => Date.now() + ahead * 60_000,
    ...(https && { tlsPort: 0 }),
  });
  const place: Place = {
    lab,
    endpoint: lab.tls?.url ?? lab.url,
    ...(lab.tls && { certificates: readFileSync(lab.tls.caPath, "utf8") }),
  };
  const variables = new Map<string, string>();
  const files = new Map<string, Buffer>();
  return {
    lab,
    endpoint: place.endpoint,
    variables,
    async run(step) {
      const line = shellWords(step.run, variables);
      const [program, ...rest] = line.words;
      if (program === "truncate") {
        files.set(rest[2] ?? "", Buffer.alloc(sizeOf(rest[1]) * 1024 * 1024));
        return { exit: 0, text: "" };
      }
      if (program === "sleep") {
        ahead += sizeOf(rest[0]);
        return { exit: 0, text: "" };
      }
      const printed = await aws(line, { ...place, as: step.as, files });
      for (const [name, member] of Object.entries(step.keep ?? {})) {
        variables.set(name, memberOf(printed.answer, member));
      }
      return printed;
    },
    check: async (call, { owners, organization }) => {
      const words = [
        ...owners.flatMap((owner) => ["--owner-profile", owner]),
        ...(organization === undefined ? [] : ["--organization-profile", organization]),
      ];
      const job = jobOf(shellWords(call.run, variables), call.as, words);
      return withClients(job, place, (clients) =>
        checkJob(job, clients, { signal: new AbortController().signal }),
      );
    },
    grant: async (call, words) => {
      const job = jobOf(shellWords(call.run, variables), call.as, words);
      await withClients(job, place, async (clients) => {
        for (const { edits } of await planGrant(job, clients, {})) {
          for (const edit of edits) await applyEdit(edit, job, clients);
        }
      });
    },
    close: () => lab.close(),
  };
}

/** What Sluice says to a sync on the world alone; the lab's endpoint is http. */
export function checkOf(call: Call, world: World): Promise<CheckResult> {
  return checkWorld(jobInWorld(call), world);
}

/** What it would grant to a sync, on the world alone. */
export function grantsOf(call: Call, world: World): ReturnType<typeof planGrant> {
  return planGrant(jobInWorld(call), world, {});
}

function jobInWorld({ run, as }: Call): ReturnType<typeof jobOf> {
  return jobOf(shellWords(run, new Map()), as, ["--endpoint-url", "http://127.0.0.1:4599"]);
}

/** The number of `9M` and `20m`. */
function sizeOf(text = ""): number {
  return Number(text.replace(/[Mm]$/, ""));
}

/** A member of an answer, by its path. */
function memberOf(answer: unknown, path: string): string {
  const found = path
    .split(".")
    .reduce<unknown>((value, name) => (isTree(value) ? value[name] : undefined), answer);
  if (typeof found !== "string") throw new Error(`the answer has no \`${path}\``);
  return found;
}

interface Place {
  readonly lab: Lab;
  readonly endpoint: string;
  readonly certificates?: string;
}

interface Typed extends Place {
  readonly as: string | undefined;
  readonly files: ReadonlyMap<string, Buffer>;
}

async function aws(line: ShellCommand, typed: Typed): Promise<Printed> {
  const [program, service = "", ...words] = line.words;
  if (program !== "aws") throw new Error(`cannot run \`${line.words.join(" ")}\``);
  if (service === "s3" && words[0] === "sync") {
    const job = jobOf(line, typed.as);
    return withClients(job, { ...typed, environment: line.environment }, syncText(job));
  }
  const { credentials, region } = identityOf(typed, typed.as, line.environment);
  const { requestHandler } = typed.lab;
  const { files } = typed;
  return sdkCall([service, ...words], { credentials, region, requestHandler, files });
}

function jobOf(
  { words }: ShellCommand,
  profile: string | undefined,
  more: readonly string[] = [],
): Job {
  const args = parseArguments("sync", [...words.slice(3), ...more], syncCommand.options);
  const [source = "", destination = ""] = args.positionals;
  return readJob({
    source,
    destination,
    cwd: "/nowhere",
    options: transferOptions(args),
    identities: { ...identityFlags(args), ...(profile !== undefined && { profile }) },
  });
}

/** Runs a sync without its check, so that AWS is what refuses it. */
function syncText(job: Job): (clients: Clients) => Promise<Printed> {
  return async (clients) => {
    let text = "";
    let exit = 255;
    const run = { check: false, signal: new AbortController().signal };
    for await (const event of syncOrExplain(job, clients, run)) {
      if (event.type === "refused" || event.type === "way") continue;
      text += `${reportLine(event, "/nowhere")?.text ?? ""}\n`;
      exit = event.type === "done" ? event.exitCode : exit;
    }
    return { exit, text };
  };
}

interface Wire extends Place {
  readonly environment?: Readonly<Record<string, string>>;
}

async function withClients<T>(
  job: Job,
  wire: Wire,
  use: (clients: Clients) => Promise<T>,
): Promise<T> {
  const stores = (["source", "destination"] as const).map((side) => {
    const place = job[side];
    if (place.kind === "local") throw new Error("the cases copy from bucket to bucket");
    const { credentials, region } = identityOf(wire, job.identities.profile, wire.environment);
    const store = createBucketStore({
      bucket: place.bucket,
      credentials: () => Promise.resolve(credentials),
      region,
      endpoint: wire.endpoint,
      addressing: "path",
      certificates: wire.certificates,
      requestPayer: job.identities.requestPayer,
      maxAttempts: 2,
    });
    const slash = place.prefix === "" || place.prefix.endsWith("/") ? "" : "/";
    return { side, store, prefix: `${place.prefix}${slash}` };
  });
  try {
    return await use({
      ...Object.fromEntries(stores.map(({ side, store }) => [side, store])),
      listings: stores,
      account: (profile) => Promise.resolve(accountOf(wire, profile)),
      bucketOf: (_, alias) => Promise.resolve(alias),
      knowsCallers: () => Promise.resolve(true),
      surroundings: new Map([["aws:securetransport", [String(wire.endpoint.startsWith("https"))]]]),
      close: () => Promise.resolve(),
    });
  } finally {
    await Promise.all(stores.map(({ store }) => store.close()));
  }
}

function accountOf(
  wire: Wire,
  profile: string | undefined,
): ReturnType<typeof createAccountClient> {
  const { credentials, region } = identityOf(wire, profile, {});
  const { url } = wire.lab;
  return createAccountClient({
    label: profileLabel(profile ?? "default"),
    credentials: () => Promise.resolve(credentials),
    region,
    endpoints: endpointsAt(url),
    addressing: "path",
    certificates: undefined,
  });
}

function identityOf(
  { lab }: Place,
  profile: string | undefined,
  environment: Readonly<Record<string, string>> = {},
): { readonly credentials: Credentials; readonly region: string } {
  if (profile !== undefined) return lab.principal(profile);
  return {
    credentials: {
      accessKeyId: environment["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "",
      ...(environment["AWS_SESSION_TOKEN"] && { sessionToken: environment["AWS_SESSION_TOKEN"] }),
    },
    region: "us-east-1",
  };
}
