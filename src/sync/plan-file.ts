import { createReadStream } from "node:fs";
import { access, open } from "node:fs/promises";
import { UsageError } from "../aws/index.ts";
import type { Change } from "./change.ts";
import { systemReason } from "./errno.ts";
import { linesOf } from "./lines-of.ts";
import type { SyncOptions } from "./options.ts";
import type { Place } from "./place.ts";
import type { PlannedPage } from "./plan-changes.ts";
import { readPlanEntry } from "./read-plan-entry.ts";

/** What a plan is for: it is carried out only for the same. */
export interface PlanSubject {
  readonly source: Place;
  readonly destination: Place;
  readonly options: SyncOptions;
}

const VERSION = 1;

/** Passes pages of a plan on and writes its changes, one a line; the last line says how many they are. */
export async function* savingPlan(
  pages: AsyncIterable<PlannedPage>,
  path: string,
  subject: PlanSubject,
): AsyncGenerator<PlannedPage, void, undefined> {
  const file = await open(path, "w", 0o600).catch((error: unknown) => refuse(path, "write", error));
  let changes = 0;
  try {
    await file.appendFile(headerOf(subject));
    for await (const page of pages) {
      const entries = page.planned.filter((one) => one.kind !== "skip");
      changes += entries.length;
      await file.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
      yield page;
    }
    await file.appendFile(`${JSON.stringify({ type: "end", changes })}\n`);
  } finally {
    await file.close();
  }
}

/** The changes of a saved plan; throws `UsageError` for one of another job, or that is not whole. */
export async function* readPlan(path: string, subject: PlanSubject): AsyncGenerator<Change> {
  const damaged = (why: string): UsageError =>
    new UsageError(
      `cannot carry out the plan \`${path}\`: ${why}; make it anew with \`--dryrun --plan\``,
    );
  let number = 0;
  let isWhole = false;
  await access(path).catch((error: unknown) => refuse(path, "read", error));
  for await (const line of linesOf(createReadStream(path, "utf8"))) {
    number++;
    if (number === 1) {
      if (`${line}\n` === headerOf(subject)) continue;
      throw damaged("it was made for another source or destination, or with other options");
    }
    const entry = readPlanEntry(line);
    if (entry === undefined || isWhole) throw damaged(`line ${number} is no entry of a plan`);
    if (entry.kind === "end") {
      isWhole = entry.changes === number - 2;
      if (!isWhole) throw damaged("entries are missing");
    } else yield entry;
  }
  if (!isWhole) throw damaged("it breaks off before its end");
}

/** What may differ between the dry run and the run; keys of customers never reach a disk. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "dryrun",
  "planFile",
  "verify",
  "maxConcurrentRequests",
  "maxBandwidth",
  "asked",
  "pageSize",
  "fsync",
  "sourceCustomerKey",
  "sseCustomer",
]);

function headerOf({ source, destination, options }: PlanSubject): string {
  const header = { type: "plan", v: VERSION, source, destination, options };
  const text = JSON.stringify(header, (name, value: unknown) =>
    LEFT_OUT.has(name) ? undefined : value,
  );
  return `${text}\n`;
}

function refuse(path: string, what: string, error: unknown): never {
  const reason = systemReason(error);
  if (reason === undefined) throw error;
  throw new UsageError(`cannot ${what} the plan \`${path}\`: ${reason}`);
}
