import { ToldError } from "../../aws/index.ts";
import type { CopyJob } from "./copy-job.ts";

/** What is read is not the version that was listed. */
export class ChangedSource extends ToldError {
  constructor({ store, key }: CopyJob["from"]) {
    super({
      en: `cannot copy \`s3://${store.bucket}/${key}\`: it changed since it was listed`,
      ja: `\`s3://${store.bucket}/${key}\` をコピーできません。一覧したあとに変更されました`,
    });
  }
}
