import { createReadStream } from "node:fs";
import { linesOf } from "../plan/spool.ts";
import type { RunRecord } from "./journal-record.ts";
import { readJournalLine } from "./journal-line.ts";
import { JournalState } from "./journal-state.ts";

/** A journal as it was found. */
export interface FoundJournal {
  readonly run: RunRecord;
  readonly state: JournalState;
  /** Bytes up to the end of the last whole line: a line that a kill tore comes after them. */
  readonly wholeBytes: number;
  /** The first line that is damaged although whole ones follow it. */
  readonly damagedLine: number | undefined;
}

/** Reads a journal; undefined for a file that does not begin as one. */
export async function readJournal(path: string): Promise<FoundJournal | undefined> {
  let found: { run: RunRecord; state: JournalState } | undefined;
  let [number, bytes, wholeBytes] = [0, 0, 0];
  let bad: number | undefined;
  let damagedLine: number | undefined;
  // In Latin-1 a character is a byte, so that bytes can be counted.
  for await (const raw of linesOf(createReadStream(path, "latin1"))) {
    number++;
    bytes += raw.length + 1;
    const record = readJournalLine(Buffer.from(raw, "latin1").toString("utf8"));
    if (found === undefined) {
      if (record?.t !== "run") return undefined;
      found = { run: record, state: new JournalState(record) };
    } else if (record === undefined) {
      bad ??= number;
      continue;
    } else found.state.add(record);
    damagedLine ??= bad;
    wholeBytes = bytes;
  }
  return found && { ...found, wholeBytes, damagedLine };
}
