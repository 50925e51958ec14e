import { UsageError } from "./usage-error.ts";

/** A place in S3: a bucket and the key prefix under it, without a leading slash. */
export interface S3Location {
  readonly bucket: string;
  readonly prefix: string;
}

/** Reads `s3://bucket/prefix`; the prefix may be empty. Throws `UsageError` on any other text. */
export function parseS3Uri(text: string): S3Location {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(text);
  const bucket = match?.[1];
  if (bucket === undefined) {
    throw new UsageError({
      en: `cannot read S3 URI \`${text}\`: it must be \`s3://bucket\` or \`s3://bucket/prefix\``,
      ja: `S3 URI \`${text}\` を読み取れません。\`s3://bucket\` または \`s3://bucket/prefix\` の形で指定してください`,
    });
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(bucket)) {
    throw new UsageError({
      en: `cannot use bucket name \`${bucket}\` in \`${text}\`: a name is 3 to 63 lower-case letters, digits, dots and hyphens`,
      ja: `\`${text}\` のバケット名 \`${bucket}\` は使えません。バケット名は英小文字、数字、ドット、ハイフンで 3〜63 文字です`,
    });
  }
  return { bucket, prefix: match?.[2] ?? "" };
}

export function formatS3Uri(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}
