import { crc32 } from "node:zlib";
import type { JournalRecord } from "./journal-record.ts";
import { readRecord } from "./read-record.ts";

/** A record as a line: the CRC-32 of its JSON, so that a torn or damaged one is known, and the JSON. */
export function journalLine(record: JournalRecord): string {
  const text = JSON.stringify(record);
  return `${sumOf(text)} ${text}\n`;
}

/** The record of a line, without its end; undefined for a line that is not whole. */
export function readJournalLine(line: string): JournalRecord | undefined {
  const text = line.slice(9);
  if (line.slice(0, 9) !== `${sumOf(text)} `) return undefined;
  try {
    return readRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function sumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
