import { createHash } from "node:crypto";
import { AwsError, ToldError, UsageError } from "../../aws/index.ts";
import { asError } from "../errno.ts";
import { formatPlace, type Place } from "../sides/place.ts";
import type { BucketStore, ObjectBody } from "../ports.ts";

/** A published S3 Inventory: its `manifest.json`, and the store of the bucket that it is in. */
export interface Inventory {
  readonly place: Extract<Place, { readonly kind: "s3" }>;
  readonly store: Pick<BucketStore, "getObject">;
}

/** What an inventory says of itself. */
export interface InventoryManifest {
  readonly format: "CSV" | "Parquet";
  readonly sourceBucket: string;
  /** The columns of CSV files, in their order. */
  readonly columns: readonly string[];
  readonly files: readonly InventoryFile[];
}

/** One of its files; `md5` in hex. */
export interface InventoryFile {
  readonly key: string;
  readonly size: number;
  readonly md5: string;
}

/** Reads it, held against `manifest.checksum` beside it; throws `UsageError` for what is none that can be read. */
export async function readInventoryManifest(
  inventory: Inventory,
  signal: AbortSignal,
): Promise<InventoryManifest> {
  const { prefix: key } = inventory.place;
  if (!key.endsWith("/manifest.json")) {
    throw unreadable(inventory, {
      en: "it must name the `manifest.json` of a published inventory",
      ja: "公開されたインベントリの `manifest.json` を指定してください",
    });
  }
  const text = await textOf(inventory, key, signal);
  const sum = await textOf(inventory, key.replace(/json$/, "checksum"), signal);
  // S3 User Guide, Locating your inventory list: the MD5 of the content of manifest.json.
  if (createHash("md5").update(text).digest("hex") !== sum.toString("latin1").trim()) {
    throw unreadable(inventory, {
      en: "its content is not what `manifest.checksum` says",
      ja: "内容が `manifest.checksum` と一致しません",
    });
  }
  return parseManifest(inventory, text.toString("utf8"));
}

async function textOf(inventory: Inventory, key: string, signal: AbortSignal): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const { bytes } = await openFile(inventory, key, signal);
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Asks for one of its files; what S3 answers where it is not there, or not for the caller, is told with its name. */
export async function openFile(
  inventory: Inventory,
  key: string,
  signal: AbortSignal,
): Promise<ObjectBody> {
  try {
    return await inventory.store.getObject(key, { signal });
  } catch (error) {
    throw error instanceof AwsError ? aboutFile(inventory, key, error) : asError(error);
  }
}

function aboutFile(inventory: Inventory, key: string, error: AwsError): Error {
  switch (error.code) {
    case "NoSuchKey":
      return notThere(inventory, key);
    case "AccessDenied":
      return refused(inventory, key, error);
    default:
      return error;
  }
}

/** S3 User Guide, Locating your inventory list: a manifest is in a folder of its own, beside those of other days. */
function notThere(inventory: Inventory, key: string): UsageError {
  const { bucket, prefix } = inventory.place;
  const folder = formatPlace({ kind: "s3", bucket, prefix: prefix.replace(/[^/]*\/[^/]*$/, "") });
  return unreadable(inventory, {
    en: `there is no \`${key}\`; \`sluice ls ${folder}\` shows of which days there are inventories: name the \`manifest.json\` of one that is whole`,
    ja: `\`${key}\` がありません。\`sluice ls ${folder}\` で、どの日のインベントリがあるかを確認し、すべてそろっているものの \`manifest.json\` を指定してください`,
  });
}

/** AWS's own text comes last, whole, for whoever explains it. */
function refused({ place }: Inventory, key: string, cause: AwsError): ToldError {
  const uri = formatPlace(place);
  return new ToldError(
    {
      en: `cannot list the source by the inventory \`${uri}\`: its \`${key}\` may not be read, or is not there, which S3 tells only to whoever may list the bucket; \`sluice check\` with the same options says what is lacking: ${cause.message}`,
      ja: `インベントリ \`${uri}\` からコピー元の一覧を読めません。\`${key}\` を読み取る権限がないか、ファイルがありません（S3 は、バケットの一覧を取得できる相手にしかその区別を示しません）。同じオプションの \`sluice check\` で、足りない権限を確認できます: ${cause.message}`,
    },
    { cause },
  );
}

function parseManifest(inventory: Inventory, text: string): InventoryManifest {
  const fields = fieldsOf(text);
  const { fileFormat, fileSchema, sourceBucket, files } = fields;
  if (fileFormat === "ORC") {
    throw unreadable(inventory, {
      en: "it is in ORC; have S3 publish it as CSV or Parquet",
      ja: "ORC 形式です。CSV か Parquet で公開してください",
    });
  }
  const isWhole =
    (fileFormat === "CSV" || fileFormat === "Parquet") &&
    typeof fileSchema === "string" &&
    typeof sourceBucket === "string" &&
    Array.isArray(files);
  const read = isWhole ? files.map(fileOf) : [];
  const known = read.filter((file) => file !== undefined);
  if (!isWhole || known.length < read.length) {
    throw unreadable(inventory, {
      en: "it is not the manifest of an S3 Inventory",
      ja: "S3 インベントリのマニフェストではありません",
    });
  }
  const columns = fileFormat === "CSV" ? fileSchema.split(",").map((name) => name.trim()) : [];
  return { format: fileFormat, sourceBucket, columns, files: known };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function fileOf(value: unknown): InventoryFile | undefined {
  if (!isFields(value)) return undefined;
  const { key, size, MD5checksum: md5 } = value;
  if (typeof key !== "string" || typeof size !== "number" || typeof md5 !== "string") return;
  return { key, size, md5: md5.toLowerCase() };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** The refusal of an inventory. */
export function unreadable(
  { place }: Pick<Inventory, "place">,
  why: { readonly en: string; readonly ja: string },
): UsageError {
  const uri = formatPlace(place);
  return new UsageError({
    en: `cannot list the source by the inventory \`${uri}\`: ${why.en}`,
    ja: `インベントリ \`${uri}\` からコピー元の一覧を読めません。${why.ja}`,
  });
}
