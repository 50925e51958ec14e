import type { Credentials } from "../../aws/index.ts";
import type { CredentialsProvider } from "../credentials-provider.ts";
import type { Timing } from "../timing.ts";

/** Keys from a source, and when they end, if they do. */
export interface SourceCredentials extends Credentials {
  readonly expiration?: Date;
}

/** The AWS SDK, too, renews keys that have less than five minutes left. */
const RENEW_BEFORE_MS = 300_000;

/** Asks a source for keys once, and again when they are about to end or the caller insists. */
export function cachedCredentials(
  source: () => Promise<SourceCredentials>,
  now: Timing["now"],
): CredentialsProvider {
  let pending: Promise<SourceCredentials> | undefined;
  let known: SourceCredentials | undefined;
  return async (options) => {
    const endsMs = known?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    const isFresh = options?.forceRefresh !== true && endsMs - now() > RENEW_BEFORE_MS;
    if (known !== undefined && isFresh) return known;
    pending ??= source().finally(() => {
      pending = undefined;
    });
    known = await pending;
    return known;
  };
}
