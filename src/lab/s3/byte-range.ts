import { Refusal } from "../refusal.ts";

/** Bytes `start` to before `end` of an object. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a `Range` header. Undefined means all bytes: S3 ignores what it cannot read, several
 * ranges among it, and refuses only a range without a byte in the object.
 */
export function readRange(header: string | undefined, size: number): Slice | undefined {
  if (header === undefined) return undefined;
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === "" && last === "") return undefined;
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  const slice = first === "" ? lastBytes(Number(last), size) : bytesFrom(Number(first), last, size);
  if (slice.start >= slice.end) throw invalidRange(header, size);
  return slice;
}

function lastBytes(count: number, size: number): Slice {
  return { start: Math.max(0, size - count), end: size };
}

function bytesFrom(start: number, last: string, size: number): Slice {
  return { start, end: last === "" ? size : Math.min(size, Number(last) + 1) };
}

function invalidRange(header: string, size: number): Refusal {
  return new Refusal({
    code: "InvalidRange",
    status: 416,
    message: "The requested range is not satisfiable",
    elements: { RangeRequested: header.trim(), ActualObjectSize: String(size) },
    headers: { "content-range": `bytes */${size}` },
  });
}
