import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FlagRow } from "./flag-row.ts";

const FOLDER = join(import.meta.dirname, "..", "corpus", "sync-flags");

/** Every row; lists that may come in any order are sorted. */
export const FLAG_ROWS: readonly FlagRow[] = readdirSync(FOLDER)
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as FlagRow[])
  .map((row) => ({
    ...row,
    want: {
      ...row.want,
      lines: row.want.lines.toSorted(),
      requests: row.want.requests.toSorted(),
    },
  }));

/** `aws s3 sync help` of 1.45 and 2.36 (facts: 38 and 42 flags). */
export const FLAGS_OF_AWS: readonly string[] =
  "dryrun quiet include exclude acl follow-symlinks no-follow-symlinks no-guess-mime-type sse sse-c sse-c-key sse-kms-key-id sse-c-copy-source sse-c-copy-source-key storage-class grants website-redirect content-type cache-control content-disposition content-encoding content-language expires source-region only-show-errors no-progress page-size ignore-glacier-warnings force-glacier-transfer request-payer checksum-mode checksum-algorithm metadata metadata-directive case-conflict delete size-only exact-timestamps copy-props no-overwrite progress-frequency progress-multiline".split(
    " ",
  );
