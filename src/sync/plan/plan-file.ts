import { createReadStream } from "node:fs";
import { access, type FileHandle, open, stat } from "node:fs/promises";
import { type Sentence, UsageError } from "../../aws/index.ts";
import type { Change } from "../compare/change.ts";
import { systemReason } from "../errno.ts";
import { linesOf } from "./spool.ts";
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
  const file = await openToSave(path).catch((error: unknown) => refuseToWrite(path, error));
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

async function openToSave(path: string): Promise<FileHandle> {
  if ((await whatIsAt(path)) === "other") {
    throw new UsageError({
      en: `cannot write the plan \`${path}\`: a file that is no plan is there; remove it, or name another`,
      ja: `計画 \`${path}\` を書き込めません。計画ではないファイルがあります。削除するか、別の名前を指定してください`,
    });
  }
  return open(path, "w", 0o600);
}

/** How every plan begins. */
const BEGINNING = Buffer.from('{"type":"plan","v":');

/** Whether a file has something else than a plan in it; what holds no bytes of its own can be written to. */
async function whatIsAt(path: string): Promise<"plan" | "other" | "nothing"> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true || found.size === 0) return "nothing";
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING.length), { position: 0 });
    return buffer.subarray(0, bytesRead).equals(BEGINNING) ? "plan" : "other";
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
  if ((await whatIsAt(path).catch((error: unknown) => refuseToRead(path, error))) === "other") {
    throw damaged({ en: "it is no plan", ja: "計画ではありません" });
  }
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
  // Asked anew by the run, which may ask AWS more.
  "through",
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
