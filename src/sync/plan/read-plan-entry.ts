import type { Change, Direction, TransferReason } from "../compare/change.ts";
import type { Entry } from "../ports.ts";

/** The last line of a plan. */
interface PlanEnd {
  readonly kind: "end";
  readonly changes: number;
}

type Fields = Readonly<Record<string, unknown>>;

const DIRECTIONS: readonly string[] = ["upload", "download", "copy"] satisfies Direction[];
const REASONS: readonly string[] = [
  "absent",
  "size",
  "time",
  "content",
  "incomparable",
  "metadata",
] satisfies TransferReason[];

/** Reads a line of a plan; undefined for anything else. */
export function readPlanEntry(line: string): Change | PlanEnd | undefined {
  const fields = fieldsOf(line);
  if (fields === undefined) return undefined;
  return fields["type"] === "end" ? readEnd(fields) : readChange(fields);
}

function readEnd({ changes }: Fields): PlanEnd | undefined {
  return typeof changes === "number" ? { kind: "end", changes } : undefined;
}

function readChange(fields: Fields): Change | undefined {
  const { key } = fields;
  if (typeof key !== "string") return undefined;
  const destination = readEntry(fields["destination"], key);
  if (fields["kind"] === "delete") return destination && { kind: "delete", key, destination };
  const { kind, reason } = fields;
  const source = readEntry(fields["source"], key);
  if (source === undefined || !isDirection(kind) || !isReason(reason)) return undefined;
  return { kind, key, source, reason, ...(destination && { destination }) };
}

function readEntry(value: unknown, key: string): Entry | undefined {
  if (!isFields(value) || value["key"] !== key) return undefined;
  const { size, modifiedMs, etag, storageClass } = value;
  if (typeof size !== "number" || typeof modifiedMs !== "number") return undefined;
  return {
    key,
    size,
    modifiedMs,
    ...(typeof etag === "string" && { etag }),
    ...(typeof storageClass === "string" && { storageClass }),
  };
}

function fieldsOf(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isDirection(value: unknown): value is Direction {
  return typeof value === "string" && DIRECTIONS.includes(value);
}

function isReason(value: unknown): value is TransferReason {
  return typeof value === "string" && REASONS.includes(value);
}
