import { AwsError } from "../../aws/index.ts";
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
export async function attempt<T>(from: string, read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await read(), from);
  } catch (error) {
    if (error instanceof AwsError && !badCredentials.has(error.code)) {
      return { known: false, why: `${from}: ${error.code}`, code: error.code };
    }
    throw error;
  }
}

/** Reads a fact that a run can do without: whatever keeps it from being read leaves it unknown. */
export async function attemptAside<T>(from: string, read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await read(), from);
  } catch (error) {
    return unknown(`${from}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AwsError) return error.code;
  return error instanceof Error ? error.message : String(error);
}
