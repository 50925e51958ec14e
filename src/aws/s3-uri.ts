import { parseAccessPointArn } from "./access-point-arn.ts";
import type { Sentence } from "./sentence.ts";
import { UsageError } from "./usage-error.ts";

/** A place in S3: a bucket, or the ARN of an access point, and the key prefix under it, without a leading slash. */
export interface S3Location {
  readonly bucket: string;
  readonly prefix: string;
}

/** Reads `s3://bucket/prefix`; the prefix may be empty. Throws `UsageError` on any other text. */
export function parseS3Uri(text: string): S3Location {
  if (text.startsWith("s3://arn:")) return parseArnUri(text);
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

/** As the AWS CLI splits it: the access point's name ends at the next slash (`awscli/customizations/s3/utils.py`). */
function parseArnUri(text: string): S3Location {
  const match = /^s3:\/\/(arn:[^/]*:accesspoint[:/][^/]+)(?:\/(.*))?$/s.exec(text);
  const arn = match?.[1] ?? "";
  if (parseAccessPointArn(arn) === undefined) {
    const { en, ja } = whyNot(text);
    throw new UsageError({
      en: `cannot use \`${text}\`: ${en}`,
      ja: `\`${text}\` は使えません。${ja}`,
    });
  }
  return { bucket: arn, prefix: match?.[2] ?? "" };
}

function whyNot(text: string): Sentence {
  const found = refusals.find(([form]) => form.test(text));
  return found?.[1] ?? notAnAccessPoint;
}

const notAnAccessPoint = {
  en: "the only ARN that can stand for a bucket is an access point's, `s3://arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME/prefix`",
  ja: "バケットの代わりに使える ARN は、アクセスポイントの `s3://arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME/prefix` だけです",
};

const refusals: readonly (readonly [RegExp, Sentence])[] = [
  [
    /^s3:\/\/arn:[^:]*:s3-object-lambda:/,
    {
      en: "access points of S3 Object Lambda are not supported, as with the `aws s3` commands; use `aws s3api`",
      ja: "S3 Object Lambda のアクセスポイントには、`aws s3` コマンドと同様に対応していません。`aws s3api` を使ってください",
    },
  ],
  [
    /^s3:\/\/arn:[^:]*:s3-outposts:/,
    {
      en: "buckets and access points of S3 on Outposts are not supported",
      ja: "S3 on Outposts のバケットとアクセスポイントには対応していません",
    },
  ],
  [
    /^s3:\/\/arn:[^:]*:s3::\d{12}:accesspoint[:/]/,
    {
      en: "Multi-Region Access Points are not supported: they take another kind of signature; name an access point of one Region, or a bucket",
      ja: "マルチリージョンアクセスポイントには、署名方式が異なるため対応していません。1 つのリージョンのアクセスポイントかバケットを指定してください",
    },
  ],
  [
    /^s3:\/\/arn:[^:]*:s3:::/,
    {
      en: "a bucket is named by itself, `s3://bucket/prefix`, and not by its ARN",
      ja: "バケットは ARN ではなく `s3://bucket/prefix` のように名前で指定してください",
    },
  ],
];

export function formatS3Uri(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}
