import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SyncOptions } from "../../src/sync/index.ts";
import { parseArguments } from "../../src/cli/arguments/parse-arguments.ts";
import { command } from "../../src/cli/commands/sync-command.ts";
import { transferOptions } from "../../src/cli/commands/transfer-options.ts";
import { loadCorpus } from "../support/corpus.ts";
import { MemoryCloud, refusal } from "../support/memory-bucket.ts";
import { jobOf, outcomeOf, temporaryDirectory } from "./run.ts";

type Operation = Parameters<typeof refusal>[0];

interface Given {
  readonly direction: "upload" | "download" | "copy";
  readonly flags: string;
  /** Keys of objects, each 30 bytes, in two sides of S3. */
  readonly source?: readonly string[];
  readonly destination?: readonly string[];
  /** So many more at the destination. */
  readonly destinationCount?: number;
  /** Links to nothing in a local source. */
  readonly brokenLinks?: readonly string[];
  readonly denied?: Operation;
  /** Another writes the source's keys at the destination once the listings are done. */
  readonly isRaced?: boolean;
  readonly isInterrupted?: boolean;
}

/** What the run answers, and how many entries the destination then has; none where it is not there. */
interface Outcome {
  readonly exit: number;
  readonly left: number | "absent";
  /** Entries that another wrote and that are as they were. */
  readonly theirs?: number;
}

type Want = Readonly<Record<"sluice" | "aws", Outcome>>;

const OURS = "x".repeat(30);
const SMALL_PARTS = { multipartThreshold: 20, partSize: 9 };
const PAGE = readFileSync(join(import.meta.dirname, "../../docs/differences.md"), "utf8");

function optionsOf(flags: string): SyncOptions {
  const words = ["from", "to", ...flags.split(" ").filter((word) => word !== "")];
  return { ...transferOptions(parseArguments("sync", words, command.options)), ...SMALL_PARTS };
}

function stage(given: Given): MemoryCloud {
  const cloud = new MemoryCloud();
  const more = Array.from({ length: given.destinationCount ?? 0 }, (_, number) => `more-${number}`);
  for (const key of given.source ?? []) cloud.bucket("from").seed(key, OURS);
  for (const key of [...(given.destination ?? []), ...more]) cloud.bucket("to").seed(key, OURS);
  cloud.fault = ({ operation }) => {
    if (given.isRaced === true && operation.startsWith("Create")) {
      for (const key of given.source ?? []) cloud.bucket("to").seed(key, "theirs");
    }
    return operation === given.denied ? refusal(operation) : undefined;
  };
  return cloud;
}

function localSide({ brokenLinks = [] }: Given): string {
  const root = temporaryDirectory();
  for (const name of brokenLinks) symlinkSync("nowhere", join(root, name));
  return root;
}

async function play(given: Given, flags: string): Promise<Outcome> {
  const cloud = stage(given);
  const root = localSide(given);
  const below = join(root, "below");
  const ends = {
    upload: [root, "s3://to"],
    download: ["s3://from", below],
    copy: ["s3://from", "s3://to"],
  } as const;
  const job = jobOf(cloud, ends[given.direction], optionsOf(flags));
  const signal = given.isInterrupted === true ? { signal: AbortSignal.abort() } : {};
  const { exitCode = -1 } = await outcomeOf({ ...job, ...signal });
  const to = cloud.bucket("to");
  const theirs = to.keys().filter((key) => to.text(key) === "theirs").length;
  const isLocal = given.direction === "download";
  const left = isLocal ? entriesOf(root) : to.keys().length;
  return { exit: exitCode, left, ...(given.isRaced === true && { theirs }) };
}

function entriesOf(root: string): number | "absent" {
  return readdirSync(root).includes("below") ? readdirSync(join(root, "below")).length : "absent";
}

describe.each(loadCorpus<Given, Want>("sync-differences"))("%s", (name, { given, want }) => {
  test("by default", async () => {
    expect(await play(given, given.flags)).toEqual(want.sluice);
  });
  test("with `--aws-compat`", async () => {
    expect(await play(given, `${given.flags} --aws-compat`)).toEqual(want.aws);
  });
  test("is on the page", () => {
    const [, row = ""] = name.split(": ");
    expect(PAGE).toContain(`| \`${row}\` `);
  });
});

test("a flag that is given wins over `--aws-compat`", () => {
  expect(optionsOf("--aws-compat --max-delete 3 --copy-props none")).toMatchObject({
    maxDelete: 3,
    copyProps: "none",
    allowEmptySource: true,
  });
});
