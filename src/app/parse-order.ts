import { ToldError } from "../aws/index.ts";
import type { Place, SyncOptions, WriteOptions } from "../sync/index.ts";
import * as v from "valibot";
import type { FleetOrder } from "./fleet-order.ts";

const text = v.exactOptional(v.string());
const texts = v.exactOptional(v.record(v.string(), v.string()));
const flag = v.boolean();
const maybe = v.exactOptional(v.boolean());
const count = v.number();
const most = v.exactOptional(v.number());
const only = v.exactOptional(v.literal(true));

const place: v.GenericSchema<unknown, Place> = v.variant("kind", [
  v.object({ kind: v.literal("local"), path: v.string(), only }),
  v.object({ kind: v.literal("s3"), bucket: v.string(), prefix: v.string(), only }),
]);

// A key of a customer is never kept: what is not named here is not taken.
const WRITE = {
  contentType: text,
  cacheControl: text,
  contentDisposition: text,
  contentEncoding: text,
  contentLanguage: text,
  expires: text,
  websiteRedirectLocation: text,
  metadata: texts,
  acl: text,
  grants: texts,
  storageClass: text,
  serverSideEncryption: text,
  sseKmsKeyId: text,
  tagging: text,
  metadataDirective: v.exactOptional(v.picklist(["COPY", "REPLACE"])),
  checksumAlgorithm: v.exactOptional(
    v.picklist(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]),
  ),
  ifNoneMatch: v.exactOptional(v.literal("*")),
} as const satisfies Record<Exclude<keyof WriteOptions, "sseCustomer">, unknown>;

const OPTIONS = {
  delete: flag,
  dryrun: flag,
  planFile: text,
  awsCompat: flag,
  sizeOnly: flag,
  exactTimestamps: flag,
  checksum: flag,
  readsToCompare: flag,
  verify: flag,
  compareMetadata: flag,
  noOverwrite: flag,
  update: flag,
  filters: v.array(
    v.object({ kind: v.picklist(["include", "exclude"]), pattern: v.string(), root: text }),
  ),
  followSymlinks: flag,
  pageSize: most,
  write: v.object(WRITE),
  guessMimeType: flag,
  multipartThreshold: count,
  partSize: count,
  maxConcurrentRequests: count,
  maxBandwidth: most,
  asked: v.exactOptional(v.object({ maxConcurrentRequests: most, maxBandwidth: most })),
  maxDelete: most,
  allowEmptySource: flag,
  copyProps: v.picklist(["auto", "none", "metadata-directive", "default"]),
  through: v.picklist(["copy", "stream"]),
  caseConflict: v.picklist(["ignore", "skip", "warn", "error"]),
  ignoreGlacierWarnings: flag,
  forceGlacierTransfer: flag,
  fsync: flag,
} as const satisfies Record<Exclude<keyof SyncOptions, "sourceCustomerKey">, unknown>;

const options: v.GenericSchema<unknown, SyncOptions> = v.object(OPTIONS);

const IDENTITIES = {
  profile: text,
  sourceProfile: text,
  destinationProfile: text,
  region: text,
  sourceRegion: text,
  endpointUrl: text,
  requestPayer: maybe,
  unsigned: maybe,
  caBundle: text,
  readTimeoutMs: most,
} as const satisfies Record<keyof FleetOrder["identities"], unknown>;

const order: v.GenericSchema<unknown, FleetOrder> = v.object({
  source: place,
  destination: place,
  options,
  identities: v.object(IDENTITIES),
  hasContent: flag,
});

/** Reads what workers are told of a run; throws where it is nothing that this version would have written. */
export function parseOrder(kept: unknown): FleetOrder {
  const parsed = v.safeParse(order, kept);
  if (parsed.success) return parsed.output;
  throw new ToldError({
    en: "cannot read what Redis holds of a fleet: the order of a run is not as this version of sluice writes it; is something else using its keys",
    ja: "Redis にあるフリートの内容を読み取れません。実行の指示がこのバージョンの sluice の書き方と違います。ほかのものが同じキーを使っていないか確認してください",
  });
}
