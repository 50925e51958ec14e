import { basename, dirname, relative } from "node:path";
import { formatS3Uri } from "../aws/index.ts";
import type { TransferReason } from "./change.ts";
import type { SyncEvent } from "./events.ts";
import type { Spot } from "./place.ts";
import { printable } from "./printable.ts";
import { warningText } from "./warning-text.ts";

/** A line as the AWS CLI prints it, and where. */
export interface ReportLine {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** The AWS CLI's line for an event; paths are shown from `cwd`. Progress has its own form. */
export function reportLine(event: SyncEvent, cwd: string): ReportLine | undefined {
  switch (event.type) {
    case "started":
    case "progress":
    case "done":
      return undefined;
    case "transferred":
      return planned(event, `${event.kind}: ${show(event.from, cwd)} to ${show(event.to, cwd)}`);
    case "deleted":
      return planned(event, `delete: ${show(event.at, cwd)}`);
    case "failed":
      return complaint(`${event.kind} failed: ${showBoth(event, cwd)} ${event.error.message}`);
    case "warning":
      return complaint(`warning: ${warningText(event)}`);
    case "mismatch":
      return complaint(`verify failed: ${showBoth(event, cwd)} ${MISMATCHES[event.reason]}`);
    case "deletionsHeldBack":
      return complaint(
        `warning: nothing was deleted (${event.deletions} to delete), because ${event.failed} of the transfers failed`,
      );
    case "fatal":
      return complaint(`fatal error: ${event.error.message}`);
    case "cancelled":
      return complaint("cancelled: ctrl-c received");
  }
}

const MISMATCHES: Readonly<Record<TransferReason | "extra", string>> = {
  absent: "is not there",
  size: "has another size",
  time: "has another time",
  content: "has another content",
  incomparable: "cannot be compared",
  metadata: "has other metadata",
  extra: "should have been deleted",
};

function planned({ dryrun }: { readonly dryrun: boolean }, line: string): ReportLine {
  return { stream: "stdout", text: printable(dryrun ? `(dryrun) ${line}` : line) };
}

function complaint(text: string): ReportLine {
  return { stream: "stderr", text: printable(text) };
}

function showBoth({ from, to }: { readonly from?: Spot; readonly to: Spot }, cwd: string): string {
  return from === undefined ? show(to, cwd) : `${show(from, cwd)} to ${show(to, cwd)}`;
}

/** As the AWS CLI's `relative_path`: the directory from `cwd`, which is `.` for `cwd` itself. */
function show(spot: Spot, cwd: string): string {
  if (spot.kind === "s3") return formatS3Uri(spot.bucket, spot.key);
  return `${relative(cwd, dirname(spot.path)) || "."}/${basename(spot.path)}`;
}
