import { joinSentences, type Sentence } from "../../aws/index.ts";
import type { AccountReader } from "../ports.ts";
import { type Fact, unknown } from "./facts.ts";

/** Asks one reader after the other until one can tell; else why none of them could. */
export async function firstKnown<T>(
  readers: readonly AccountReader[],
  ask: (reader: AccountReader) => Promise<Fact<T>>,
): Promise<Fact<T>> {
  const reasons: Sentence[] = [];
  for (const reader of readers) {
    const fact = await ask(reader);
    if (fact.known) return fact;
    reasons.push(fact.why);
  }
  return unknown(joinSentences(reasons));
}
