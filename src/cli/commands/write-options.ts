import type { SyncOptions } from "../../app/index.ts";
import { STORAGE_CLASSES, UsageError } from "../../aws/index.ts";
import { type Arguments, type OptionTable, valueOf, valuesOf } from "../arguments/option.ts";
import { customerKeyOf } from "./customer-key.ts";
import { readKeyValues } from "./key-values.ts";

/** Options that say what written objects carry, with the meaning they have for `aws s3 sync`. */
export const WRITE_OPTIONS: OptionTable = {
  acl: {
    kind: "value",
    value: "ACL",
    oneOf: [
      "private",
      "public-read",
      "public-read-write",
      "authenticated-read",
      "aws-exec-read",
      "bucket-owner-read",
      "bucket-owner-full-control",
      "log-delivery-write",
    ],
    summary: { en: "canned ACL of what is written", ja: "書き込むものの既定 ACL" },
  },
  grants: {
    kind: "many",
    value: "PERMISSION=GRANTEE",
    summary: {
      en: "grants of what is written: read, readacl, writeacl or full",
      ja: "書き込むものの ACL 付与 (read、readacl、writeacl、full)",
    },
  },
  "storage-class": {
    kind: "value",
    value: "CLASS",
    oneOf: STORAGE_CLASSES,
    summary: { en: "storage class of what is written", ja: "書き込むもののストレージクラス" },
  },
  sse: {
    kind: "value",
    oneOf: ["AES256", "aws:kms"],
    implied: "AES256",
    summary: { en: "encryption of what is written", ja: "書き込むものの暗号化" },
  },
  "sse-kms-key-id": {
    kind: "value",
    value: "ARN",
    summary: { en: "KMS key; use the full key ARN", ja: "KMS キー。完全なキー ARN で指定する" },
  },
  "sse-c": {
    kind: "value",
    oneOf: ["AES256"],
    implied: "AES256",
    summary: {
      en: "encryption with a key of yours, which S3 does not keep; also of what is downloaded",
      ja: "自分の鍵による暗号化。S3 は鍵を保管しない。ダウンロードするものの鍵にも使う",
    },
  },
  "sse-c-key": {
    kind: "value",
    value: "KEY",
    summary: {
      en: "that key: 32 bytes, or fileb://PATH",
      ja: "その鍵 (32 バイト、または fileb://PATH)",
    },
  },
  "sse-c-copy-source": {
    kind: "value",
    oneOf: ["AES256"],
    implied: "AES256",
    summary: {
      en: "the source of a copy is encrypted with a key of yours",
      ja: "コピー元が自分の鍵で暗号化されている",
    },
  },
  "sse-c-copy-source-key": {
    kind: "value",
    value: "KEY",
    summary: { en: "that key", ja: "その鍵" },
  },
  "checksum-algorithm": {
    kind: "value",
    oneOf: ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"],
    summary: {
      en: "checksum of what is written; CRC32, and for copies the source's, by default",
      ja: "書き込むもののチェックサム。デフォルトは CRC32、コピーではコピー元と同じもの",
    },
  },
  "checksum-mode": {
    kind: "value",
    oneOf: ["ENABLED"],
    summary: {
      en: "verify what is read from S3 (always done)",
      ja: "S3 から読んだものを検証する (常に行う)",
    },
  },
  "content-type": {
    kind: "value",
    value: "TYPE",
    summary: { en: "Content-Type of what is written", ja: "書き込むものの Content-Type" },
  },
  "cache-control": {
    kind: "value",
    value: "TEXT",
    summary: { en: "Cache-Control of what is written", ja: "書き込むものの Cache-Control" },
  },
  "content-disposition": {
    kind: "value",
    value: "TEXT",
    summary: {
      en: "Content-Disposition of what is written",
      ja: "書き込むものの Content-Disposition",
    },
  },
  "content-encoding": {
    kind: "value",
    value: "TEXT",
    summary: { en: "Content-Encoding of what is written", ja: "書き込むものの Content-Encoding" },
  },
  "content-language": {
    kind: "value",
    value: "TEXT",
    summary: { en: "Content-Language of what is written", ja: "書き込むものの Content-Language" },
  },
  expires: {
    kind: "value",
    value: "TIME",
    summary: { en: "when what is written goes stale", ja: "書き込むものの有効期限 (Expires)" },
  },
  "website-redirect": {
    kind: "value",
    value: "URL",
    summary: { en: "where the website redirects to", ja: "ウェブサイトのリダイレクト先" },
  },
  metadata: {
    kind: "value",
    value: "NAME=VALUE,…",
    summary: { en: "user metadata of what is written", ja: "書き込むもののユーザーメタデータ" },
  },
  "metadata-directive": {
    kind: "value",
    oneOf: ["COPY", "REPLACE"],
    summary: {
      en: "whether copies keep the source's metadata and headers",
      ja: "コピーがコピー元のメタデータとヘッダーを引き継ぐかどうか",
    },
  },
  "copy-props": {
    kind: "value",
    oneOf: ["none", "metadata-directive", "default"],
    summary: {
      en: "what copies keep: nothing, metadata and headers, or tags too (the default)",
      ja: "コピーが引き継ぐもの: なし、メタデータとヘッダー、さらにタグも (デフォルト)",
    },
  },
};

const HEADERS = {
  contentType: "content-type",
  cacheControl: "cache-control",
  contentDisposition: "content-disposition",
  contentEncoding: "content-encoding",
  contentLanguage: "content-language",
  websiteRedirectLocation: "website-redirect",
  acl: "acl",
  storageClass: "storage-class",
  serverSideEncryption: "sse",
  sseKmsKeyId: "sse-kms-key-id",
} as const;

/** What those options say of a sync; throws `UsageError` for values that cannot be. */
export function writeOptions(
  args: Arguments,
): Pick<SyncOptions, "write" | "copyProps" | "sourceCustomerKey"> {
  const sourceCustomerKey = sourceCustomerKeyOf(args);
  return {
    write: { ...headersOf(args), ...structuredOf(args) },
    copyProps: (valueOf(args, "copy-props") ?? "auto") as SyncOptions["copyProps"],
    ...(sourceCustomerKey && { sourceCustomerKey }),
  };
}

/** What is downloaded has its key in `--sse-c`; the AWS CLI too refuses `--sse-c-copy-source` for all but copies. */
function sourceCustomerKeyOf(args: Arguments): SyncOptions["sourceCustomerKey"] {
  const key = customerKeyOf(args, "sse-c-copy-source");
  const local = args.positionals.find(isLocal);
  if (local === undefined) return key;
  if (key !== undefined) {
    throw new UsageError({
      en: `cannot take \`--sse-c-copy-source\` for \`${local}\`: it is for copies from \`s3://\` to \`s3://\`; a download takes \`--sse-c\``,
      ja: `\`${local}\` に \`--sse-c-copy-source\` は使えません。\`s3://\` から \`s3://\` へのコピーのオプションです。ダウンロードには \`--sse-c\` を使ってください`,
    });
  }
  const [, destination] = args.positionals;
  return destination !== undefined && isLocal(destination)
    ? customerKeyOf(args, "sse-c")
    : undefined;
}

function headersOf(args: Arguments): Partial<Record<keyof typeof HEADERS, string>> {
  return Object.fromEntries(
    Object.entries(HEADERS).flatMap(([field, option]) => {
      const value = valueOf(args, option);
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

function structuredOf(args: Arguments): Partial<SyncOptions["write"]> {
  const metadata = valueOf(args, "metadata");
  const expires = valueOf(args, "expires");
  const grants = valuesOf(args, "grants");
  const sseCustomer = customerKeyOf(args, "sse-c");
  const directive = valueOf(args, "metadata-directive");
  const checksumAlgorithm = checksumAlgorithmOf(args);
  return {
    ...(metadata !== undefined && { metadata: readKeyValues("--metadata", metadata) }),
    ...(expires !== undefined && { expires: readExpires(expires) }),
    ...(grants.length > 0 && { grants: readGrants(grants) }),
    ...(sseCustomer && { sseCustomer }),
    ...(checksumAlgorithm !== undefined && { checksumAlgorithm }),
    ...(directive !== undefined && { metadataDirective: directive as "COPY" | "REPLACE" }),
  };
}

/** The AWS CLI too refuses a checksum to write where nothing is written to S3, and the other way round. */
function checksumAlgorithmOf(args: Arguments): SyncOptions["write"]["checksumAlgorithm"] {
  const [source = "", destination = ""] = args.positionals;
  const algorithm = valueOf(args, "checksum-algorithm");
  if (algorithm !== undefined && isLocal(destination)) {
    throw new UsageError({
      en: `cannot take \`--checksum-algorithm\` for \`${destination}\`: it is for what is written to \`s3://\``,
      ja: `\`${destination}\` に \`--checksum-algorithm\` は使えません。\`s3://\` に書き込むときのオプションです`,
    });
  }
  if (valueOf(args, "checksum-mode") !== undefined && (isLocal(source) || !isLocal(destination))) {
    throw new UsageError({
      en: `cannot take \`--checksum-mode\` for \`${destination}\`: it is for what is read from \`s3://\` into a directory`,
      ja: `\`${destination}\` に \`--checksum-mode\` は使えません。\`s3://\` からディレクトリに読み込むときのオプションです`,
    });
  }
  return algorithm as SyncOptions["write"]["checksumAlgorithm"];
}

function isLocal(place: string): boolean {
  return !place.startsWith("s3://");
}

/** ISO 8601 or an HTTP date, as botocore takes them, written as HTTP writes dates. */
function readExpires(text: string): string {
  const time = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(time)) {
    throw new UsageError({
      en: `cannot read \`${text}\` for \`--expires\`: it must be a time such as \`2030-01-31T00:00:00Z\``,
      ja: `\`--expires\` の \`${text}\` を読み取れません。\`2030-01-31T00:00:00Z\` のような日時を指定してください`,
    });
  }
  return new Date(time).toUTCString();
}

/** The AWS CLI's names of permissions, and the end of the header for each. */
const PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ["read", "read"],
  ["readacl", "read-acp"],
  ["writeacl", "write-acp"],
  ["full", "full-control"],
]);

function readGrants(grants: readonly string[]): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const grant of grants) {
    const [, permission = "", grantee] = /^([^=]*)=(.+)$/s.exec(grant) ?? [];
    const name = PERMISSIONS.get(permission);
    if (name === undefined || grantee === undefined) {
      throw new UsageError({
        en: `cannot read \`${grant}\` for \`--grants\`: it must be \`read\`, \`readacl\`, \`writeacl\` or \`full\`, then \`=\` and a grantee such as \`id=CANONICAL-ID\``,
        ja: `\`--grants\` の \`${grant}\` を読み取れません。\`read\`、\`readacl\`、\`writeacl\`、\`full\` のどれかに続けて、\`=\` と \`id=CANONICAL-ID\` のような被付与者を指定してください`,
      });
    }
    const known = headers.get(name);
    headers.set(name, known === undefined ? grantee : `${known},${grantee}`);
  }
  return Object.fromEntries(headers);
}
