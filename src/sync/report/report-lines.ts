import { basename, dirname, relative } from "node:path";
import { formatS3Uri, type Language, type Sentence, toldIn } from "../../aws/index.ts";
import type { TransferReason } from "../compare/change.ts";
import type { SyncEvent } from "./events.ts";
import type { Spot } from "../sides/place.ts";
import { printable } from "./printable.ts";
import { warningText } from "./warning-text.ts";

/** A line as the AWS CLI prints it, and where. */
export interface ReportLine {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/**
 * The AWS CLI's line for an event; paths are shown from `cwd`. Progress has its own form. What the AWS
 * CLI has no words for is said in the reader's language.
 */
export function reportLine(
  event: SyncEvent,
  cwd: string,
  language: Language = "en",
): ReportLine | undefined {
  if (event.type === "transferred") {
    // As the AWS CLI, which says of a stream that it would go, and not that it went.
    if (!event.dryrun && (isStream(event.from) || isStream(event.to))) return undefined;
    return planned(event, `${event.kind}: ${show(event.from, cwd)} to ${show(event.to, cwd)}`);
  }
  if (event.type === "deleted") return planned(event, `delete: ${show(event.at, cwd)}`);
  if (isNews(event)) return undefined;
  return { stream: "stderr", text: printable(complaintText(event, cwd, language)) };
}

const NEWS = [
  "started",
  "progress",
  "planned",
  "jobBegun",
  "jobsActive",
  "fleet",
  "workerRefused",
  "boardSilent",
  "resumed",
  "resumable",
  "notResumable",
  "done",
] as const satisfies readonly SyncEvent["type"][];

type News = Extract<SyncEvent, { readonly type: (typeof NEWS)[number] }>;

/** What the AWS CLI has no line for: the words for it are ours, in the reader's language. */
function isNews(event: SyncEvent): event is News {
  return (NEWS as readonly string[]).includes(event.type);
}

type Complaint = Exclude<SyncEvent, News | { readonly type: "transferred" | "deleted" }>;

function complaintText(event: Complaint, cwd: string, language: Language): string {
  switch (event.type) {
    case "failed":
      return `${event.kind} failed: ${showBoth(event, cwd)} ${toldIn(event.error, language)}`;
    case "mismatch":
      return `verify failed: ${showBoth(event, cwd)} ${MISMATCHES[event.reason][language]}`;
    case "warning":
      return `warning: ${warningText(event, language)}`;
    case "deletionsHeldBack":
      return `warning: ${heldBack(event)[language]}`;
    case "fatal":
      return `fatal error: ${toldIn(event.error, language)}`;
    case "cancelled":
      return "cancelled: ctrl-c received";
  }
}

function heldBack(event: Extract<Complaint, { readonly type: "deletionsHeldBack" }>): Sentence {
  const { deletions, failed } = event;
  return {
    en: `nothing was deleted (${deletions} to delete), because ${failed} of the transfers failed`,
    ja: `転送が ${failed} 件失敗したため、何も削除していません（削除予定 ${deletions} 件）`,
  };
}

const MISMATCHES: Readonly<Record<TransferReason | "extra", Sentence>> = {
  absent: { en: "is not there", ja: "がありません" },
  size: { en: "has another size", ja: "のサイズが違います" },
  time: { en: "has another time", ja: "の日時が違います" },
  content: { en: "has another content", ja: "の内容が違います" },
  incomparable: { en: "cannot be compared", ja: "は比較できません" },
  metadata: { en: "has other metadata", ja: "のメタデータが違います" },
  extra: { en: "should have been deleted", ja: "は削除されているはずです" },
};

function planned({ dryrun }: { readonly dryrun: boolean }, line: string): ReportLine {
  return { stream: "stdout", text: printable(dryrun ? `(dryrun) ${line}` : line) };
}

function showBoth({ from, to }: { readonly from?: Spot; readonly to: Spot }, cwd: string): string {
  return from === undefined ? show(to, cwd) : `${show(from, cwd)} to ${show(to, cwd)}`;
}

/** Whether it is a standard stream: paths are absolute. */
function isStream(spot: Spot): boolean {
  return spot.kind === "local" && spot.path === "-";
}

/** As the AWS CLI's `relative_path`: the directory from `cwd`, which is `.` for `cwd` itself. */
function show(spot: Spot, cwd: string): string {
  if (spot.kind === "s3") return formatS3Uri(spot.bucket, spot.key);
  if (isStream(spot)) return "-";
  return `${relative(cwd, dirname(spot.path)) || "."}/${basename(spot.path)}`;
}
