import { createReadStream } from "node:fs";
import { access, open } from "node:fs/promises";
import { type Sentence, UsageError } from "../../aws/index.ts";
import type { Change } from "../compare/change.ts";
import { systemReason } from "../errno.ts";
import { linesOf } from "./lines-of.ts";
import type { SyncOptions } from "../options.ts";
import type { Place } from "../sides/place.ts";
import type { PlannedPage } from "../compare/plan-changes.ts";
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
  const file = await open(path, "w", 0o600).catch((error: unknown) => refuseToWrite(path, error));
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
  const damaged = (why: Sentence): UsageError =>
    new UsageError({
      en: `cannot carry out the plan \`${path}\`: ${why.en}; make it anew with \`--dryrun --plan\``,
      ja: `計画 \`${path}\` を実行できません。${why.ja}。\`--dryrun --plan\` で作り直してください`,
    });
  let number = 0;
  let isWhole = false;
  await access(path).catch((error: unknown) => refuseToRead(path, error));
  for await (const line of linesOf(createReadStream(path, "utf8"))) {
    number++;
    if (number === 1) {
      if (`${line}\n` === headerOf(subject)) continue;
      throw damaged({
        en: "it was made for another source or destination, or with other options",
        ja: "別のコピー元・コピー先、または別のオプションで作られています",
      });
    }
    const entry = readPlanEntry(line);
    if (entry === undefined || isWhole) {
      throw damaged({
        en: `line ${number} is no entry of a plan`,
        ja: `${number} 行目が計画の項目ではありません`,
      });
    }
    if (entry.kind === "end") {
      isWhole = entry.changes === number - 2;
      if (!isWhole) throw damaged({ en: "entries are missing", ja: "欠けている項目があります" });
    } else yield entry;
  }
  if (!isWhole) {
    throw damaged({ en: "it breaks off before its end", ja: "途中で終わっています" });
  }
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

function refuseToRead(path: string, error: unknown): never {
  const reason = systemReason(error);
  if (reason === undefined) throw error;
  throw new UsageError({
    en: `cannot read the plan \`${path}\`: ${reason.en}`,
    ja: `計画 \`${path}\` を読み込めません: ${reason.ja}`,
  });
}

function refuseToWrite(path: string, error: unknown): never {
  const reason = systemReason(error);
  if (reason === undefined) throw error;
  throw new UsageError({
    en: `cannot write the plan \`${path}\`: ${reason.en}`,
    ja: `計画 \`${path}\` を書き込めません: ${reason.ja}`,
  });
}
