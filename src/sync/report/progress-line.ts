import type { SyncProgress } from "./events.ts";

const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** The AWS CLI's progress line, without the carriage return that ends it. */
export function progressLine(progress: SyncProgress, bytesPerSecond: number): string {
  const { bytes, totalBytes, objects, totalObjects, totalIsFinal } = progress;
  const about = totalIsFinal ? "" : "~";
  const calculating = totalIsFinal ? "" : " (calculating...)";
  const remaining = `with ${about}${totalObjects - objects} file(s) remaining${calculating}`;
  if (totalBytes === 0) return `Completed ${objects} file(s) ${remaining}`;
  const done = `${readableSize(bytes)}/${about}${readableSize(totalBytes)}`;
  return `Completed ${done} (${readableSize(bytesPerSecond)}/s) ${remaining}`;
}

/** A size as the AWS CLI writes it: base 1024, one decimal from KiB on. */
export function readableSize(bytes: number): string {
  if (bytes === 1) return "1 Byte";
  if (bytes < 1024) return `${Math.trunc(bytes)} Bytes`;
  let value = bytes / 1024;
  let unit = 0;
  while (Math.round(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(1)} ${UNITS[unit] ?? ""}`;
}
