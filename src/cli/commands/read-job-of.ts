import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { UsageError } from "../../aws/index.ts";
import {
  type IdentityFlags,
  type Job,
  type JobRequest,
  readBatchJob,
  readFleetJob,
  readCopyJob,
  readJob,
  readPlace,
  readRemovalJob,
  withInventory,
} from "../../app/index.ts";
import {
  type Arguments,
  hasFlag,
  type OptionTable,
  valueOf,
  valuesOf,
} from "../arguments/option.ts";
import { wrongOperands } from "../arguments/usage-faults.ts";
import { wholeNumberOf } from "../arguments/whole-number.ts";
import type { Invocation } from "../command.ts";
import { batchOf } from "./batch-options.ts";
import { fleetOf } from "./fleet-options.ts";
import { identityFlags } from "./job-options.ts";
import { transferOptions } from "./transfer-options.ts";

/** The commands that a job can be of. */
export type JobCommand = "sync" | "cp" | "mv" | "rm";

/** Options of commands that speak about another one. */
export const FOR_OPTIONS: OptionTable = {
  for: {
    kind: "value",
    oneOf: ["sync", "cp", "mv", "rm"],
    summary: {
      en: "the command that is meant (default: sync); `rm` takes one operand",
      ja: "対象のコマンド (デフォルト: sync)。`rm` の引数は 1 つ",
    },
  },
  recursive: {
    kind: "flag",
    summary: {
      en: "with --for cp, mv or rm: all that is under SOURCE",
      ja: "--for cp、mv、rm のとき、SOURCE 以下のすべてを対象にする",
    },
  },
};

/** What the source of a sync is listed by. */
export const INVENTORY_OPTIONS: OptionTable = {
  "source-inventory": {
    kind: "value",
    value: "S3URI",
    summary: {
      en: "list the source by this manifest.json of an S3 Inventory; not with --delete",
      ja: "S3 インベントリのこの manifest.json でコピー元の一覧を得る。--delete とは併用できない",
    },
  },
};

/** S3 takes no larger object (S3 User Guide, Amazon S3 multipart upload limits). */
const MOST_BYTES = 50 * 1024 ** 4;

/** The job that the operands and the options describe, for `sync` unless another command is named. */
export async function readJobOf(
  { name, args, terminal }: Invocation,
  command: JobCommand = (valueOf(args, "for") ?? "sync") as JobCommand,
  identities: IdentityFlags = identitiesOf({ args, terminal }),
): Promise<Job> {
  const [source = "", destination = ""] = args.positionals;
  const shared = {
    cwd: terminal.cwd,
    recursive: hasFlag(args, "recursive"),
    backup: backupOf({ args, terminal }),
    options: transferOptions(args),
    identities,
  };
  const expectedSize = wholeNumberOf(args, "expected-size", { min: 0, max: MOST_BYTES });
  const pipes = { input: terminal.bytesIn, output: terminal.bytesOut };
  const stream = { pipes, expectedSize };
  requireOperands(name, command, args.positionals.length);
  if (command !== "sync") refuseOfSync(command, args);
  switch (command) {
    case "sync":
      return readSyncJob({ source, destination, ...shared }, { args, terminal });
    case "cp":
      return readCopyJob({ work: "copy", source, destination, stream, ...shared });
    case "mv":
      return readCopyJob({ work: "move", source, destination, stream, ...shared });
    case "rm":
      return readRemovalJob({ place: source, ...shared });
  }
}

function identitiesOf({ args, terminal }: Pick<Invocation, "args" | "terminal">): IdentityFlags {
  const answers = valuesOf(args, "answer").map((file) => resolve(terminal.cwd, file));
  return { ...identityFlags(args), answers };
}

function readSyncJob(
  request: JobRequest,
  { args, terminal }: Pick<Invocation, "args" | "terminal">,
): Job {
  const batch = batchOf(args);
  const fleet = fleetOf({ args, terminal });
  if (fleet !== undefined) return readFleetJob({ ...request, fleet });
  const job = batch === undefined ? readJob(request) : readBatchJob({ ...request, batch });
  const inventory = valueOf(args, "source-inventory");
  return inventory === undefined ? job : withInventory(job, inventory);
}

/** Only a sync is left to jobs, or lists by an inventory. */
function refuseOfSync(command: JobCommand, args: Arguments): void {
  if (hasFlag(args, "source-inventory")) {
    throw new UsageError({
      en: `cannot list for \`${command}\` by an inventory: \`--source-inventory\` is for \`sync\``,
      ja: `\`${command}\` ではインベントリで一覧を読めません。\`--source-inventory\` は \`sync\` のオプションです`,
    });
  }
  if (valueOf(args, "on") === undefined) return;
  throw new UsageError({
    en: `cannot leave \`${command}\` to S3 Batch Operations: \`--on s3-batch\` is for \`sync\``,
    ja: `\`${command}\` は S3 Batch Operations に任せられません。\`--on s3-batch\` は \`sync\` のオプションです`,
  });
}

/** Each run keeps in a place of its own, so that none replaces what another kept. */
function backupOf({ args, terminal }: Pick<Invocation, "args" | "terminal">): string | undefined {
  const place = valueOf(args, "backup-to");
  if (place === undefined) return undefined;
  // What cannot be read is told as it was typed.
  readPlace(place, terminal.cwd);
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${place.replace(/\/+$/, "")}/${time}-${randomBytes(3).toString("hex")}`;
}

function requireOperands(name: string, meant: JobCommand, count: number): void {
  const [needed, operands] = meant === "rm" ? [1, "S3URI"] : [2, "SOURCE DESTINATION"];
  if (count === needed) return;
  const isOfAnother = meant !== "sync" && meant !== name;
  const form = `sluice ${name} ${operands}${isOfAnother ? ` --for ${meant}` : ""}`;
  throw wrongOperands({ command: name, count, form });
}
