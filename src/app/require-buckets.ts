import type { Facts } from "../access/index.ts";
import { UsageError } from "../aws/index.ts";

/** Refuses a grant on a bucket that is not there: nobody can be let into it. */
export function requireBuckets({ buckets, callerLabel }: Facts): void {
  const [missing] = [...buckets].filter(([, { isMissing }]) => isMissing === true);
  if (missing === undefined) return;
  const [name] = missing;
  throw new UsageError({
    en: `cannot grant anything on bucket \`${name}\`: AWS says to ${callerLabel.en} that there is none by that name`,
    ja: `バケット \`${name}\` への許可は作れません。その名前のバケットは存在しないと AWS が答えています (${callerLabel.ja})`,
  });
}
