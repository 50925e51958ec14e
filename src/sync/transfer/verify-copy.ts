import { ToldError } from "../../aws/index.ts";
import type { Sum } from "../checksum/checksum.ts";
import { compareSums } from "../compare/content-sums.ts";
import type { CopyJob } from "./copy-job.ts";
import { headOf } from "./examine.ts";
import type { SentParts } from "./multipart.ts";
import type { WrittenObject } from "../ports.ts";
import { sumOfParts } from "../checksum/sum-of-parts.ts";
import type { Workbench } from "../run/workbench.ts";

/**
 * Throws when S3 says of a copy another content than of its source. The ETag alone tells for most;
 * where it differs, as under KMS or in parts, the source is asked for its sums.
 */
export async function verifyCopy(
  { from, to, entry }: CopyJob,
  written: WrittenObject,
  bench: Workbench,
): Promise<void> {
  if (written.etag === entry.etag || written.sums.length === 0) return;
  const sseCustomer = bench.options.sourceCustomerKey;
  const source = await headOf({ ...from, entry, sseCustomer }, bench);
  // One that is gone since can no longer be compared; one that changed since may be what was copied.
  if (source === undefined || source.etag === written.etag) return;
  requireSameSums({ from, to }, source.sums, written.sums);
}

type Ends = Pick<CopyJob, "from" | "to">;

/** Throws when parts that are to become a copy have another sum than its source, where both have one of a kind. */
export function requireSameParts(
  ends: Ends,
  source: readonly Sum[],
  { upload, parts }: SentParts,
): void {
  const sum = sumOfParts(upload, parts);
  if (sum === undefined || compareSums(source, [sum]) !== "different") return;
  const [original, copy] = namesOf(ends);
  throw new ToldError({
    en: `cannot copy \`${original}\`: the ${sum.algorithm} of its copied parts is not what S3 has of it, so that \`${copy}\` was not written`,
    ja: `\`${original}\` をコピーできません。コピーしたパートの ${sum.algorithm} が S3 の値と一致しないため、\`${copy}\` は書き込んでいません`,
  });
}

/** Throws when a copy has another sum than its source, of those that both have; sizes and times would not show it. */
export function requireSameSums(ends: Ends, source: readonly Sum[], written: readonly Sum[]): void {
  if (compareSums(source, written) !== "different") return;
  const [original, copy] = namesOf(ends);
  throw new ToldError({
    en: `the copy is not what \`${original}\` is: their checksums differ in \`${copy}\`; run the sync again with \`--checksum\``,
    ja: `コピーが \`${original}\` と一致しません。\`${copy}\` のチェックサムが違います。\`--checksum\` を付けてもう一度同期してください`,
  });
}

function namesOf({ from, to }: Ends): readonly [source: string, copy: string] {
  return [`s3://${from.store.bucket}/${from.key}`, `s3://${to.store.bucket}/${to.key}`];
}
