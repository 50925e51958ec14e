import { UsageError } from "../../aws/index.ts";

/** A role's name is one in its account whatever its path (IAM User Guide, IAM identifiers), and its ARN has the path. */
export function requireSamePath(given: string, standing: string): void {
  if (given === standing) return;
  throw new UsageError({
    en: `cannot use role \`${given}\`: the role of that name is \`${standing}\`; name it by that ARN`,
    ja: `ロール \`${given}\` は使えません。その名前のロールは \`${standing}\` です。この ARN を指定してください`,
  });
}
