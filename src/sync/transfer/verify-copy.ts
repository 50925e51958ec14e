import { ToldError } from "../../aws/index.ts";
import type { Sum } from "../checksum/checksum.ts";
import { compareSums } from "../compare/content-sums.ts";
import type { CopyJob } from "./copy-job.ts";
import { headOf } from "./examine.ts";
import type { WrittenObject } from "../ports.ts";
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

/** Throws when a copy has another sum than its source, of those that both have. */
export function requireSameSums(
  { from, to }: Pick<CopyJob, "from" | "to">,
  source: readonly Sum[],
  written: readonly Sum[],
): void {
  if (compareSums(source, written) !== "different") return;
  const [original, copy] = [
    `s3://${from.store.bucket}/${from.key}`,
    `s3://${to.store.bucket}/${to.key}`,
  ];
  throw new ToldError({
    en: `the copy is not what \`${original}\` is: their checksums differ in \`${copy}\`; run the sync again`,
    ja: `コピーが \`${original}\` と一致しません。\`${copy}\` のチェックサムが違います。もう一度同期してください`,
  });
}
