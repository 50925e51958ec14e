import { AwsError, sameInBoth, type Sentence, ToldError } from "../../aws/index.ts";
import { cameTo, NobodyToAsk } from "./asked-of.ts";
import { type Fact, known, unknown } from "./facts.ts";

// With bad credentials every read fails alike: that is the run's end, not an unknown policy.
const badCredentials: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidToken",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
]);

/** Reads a fact; what AWS refuses to tell is unknown, with its code as the reason. */
export async function attempt<T>(from: Sentence, read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await read(), from.en);
  } catch (error) {
    if (error instanceof NobodyToAsk) return unknown(error.sentence);
    if (error instanceof AwsError && !badCredentials.has(error.code)) {
      return { known: false, why: cameTo(from, sameInBoth(error.code)), code: error.code };
    }
    throw error;
  }
}

/** Reads a fact that a run can do without: whatever keeps it from being read leaves it unknown. */
export async function attemptAside<T>(from: Sentence, read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await read(), from.en);
  } catch (error) {
    if (error instanceof NobodyToAsk) return unknown(error.sentence);
    return unknown(cameTo(from, reasonOf(error)));
  }
}

function reasonOf(error: unknown): Sentence {
  if (error instanceof AwsError) return sameInBoth(error.code);
  if (error instanceof ToldError) return error.sentence;
  return sameInBoth(error instanceof Error ? error.message : String(error));
}
