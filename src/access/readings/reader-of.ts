import type { Sentence } from "../../aws/index.ts";
import type { AccountReader } from "../ports.ts";
import { READER_CALLS, type ReaderCall } from "./reading.ts";

/** Makes a reader of one function that answers every question. */
export function readerOf(
  label: Sentence,
  answer: (call: ReaderCall, of: readonly string[]) => Promise<unknown>,
): AccountReader {
  const calls = READER_CALLS.map((call) => [call, (...of: string[]) => answer(call, of)] as const);
  // Each answer comes from a reader of the same call, or has been held against its form.
  return { label, ...Object.fromEntries(calls) } as unknown as AccountReader;
}
