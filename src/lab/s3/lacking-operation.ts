import type { LabRequest } from "../http/lab-request.ts";
import type { S3Target } from "./s3-target.ts";

/** What a query parameter selects, as it stands in the names of operations (S3 API Reference). */
const BUCKET_PARTS: Readonly<Record<string, string>> = {
  abac: "BucketAbac",
  accelerate: "BucketAccelerateConfiguration",
  acl: "BucketAcl",
  analytics: "BucketAnalyticsConfiguration",
  cors: "BucketCors",
  encryption: "BucketEncryption",
  "intelligent-tiering": "BucketIntelligentTieringConfiguration",
  inventory: "BucketInventoryConfiguration",
  lifecycle: "BucketLifecycleConfiguration",
  location: "BucketLocation",
  logging: "BucketLogging",
  metadataConfiguration: "BucketMetadataConfiguration",
  metadataTable: "BucketMetadataTableConfiguration",
  metrics: "BucketMetricsConfiguration",
  notification: "BucketNotificationConfiguration",
  "object-lock": "ObjectLockConfiguration",
  ownershipControls: "BucketOwnershipControls",
  policy: "BucketPolicy",
  policyStatus: "BucketPolicyStatus",
  publicAccessBlock: "PublicAccessBlock",
  replication: "BucketReplication",
  requestPayment: "BucketRequestPayment",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
};
const OBJECT_PARTS: Readonly<Record<string, string>> = {
  acl: "ObjectAcl",
  attributes: "ObjectAttributes",
  "legal-hold": "ObjectLegalHold",
  retention: "ObjectRetention",
  tagging: "ObjectTagging",
  torrent: "ObjectTorrent",
};
/** Parameters that name an operation whatever the method. */
const WHOLE_NAMES: Readonly<Record<string, string>> = {
  renameObject: "RenameObject",
  restore: "RestoreObject",
  select: "SelectObjectContent",
  session: "CreateSession",
  versions: "ListObjectVersions",
};
/** Of these a bucket has many, told apart by `id`; without one a GET lists them. */
const MANY: ReadonlySet<string> = new Set([
  "analytics",
  "intelligent-tiering",
  "inventory",
  "metrics",
]);
const VERBS: Readonly<Record<string, string>> = {
  GET: "Get",
  HEAD: "Head",
  PUT: "Put",
  POST: "Post",
  DELETE: "Delete",
};

/** AWS's name of an operation that a request asks for and no row of the table answers. */
export function lackingOperation(
  { parameters, wire }: LabRequest,
  target: S3Target,
  markers: readonly string[],
): string | undefined {
  const parts = target.place === "object" ? OBJECT_PARTS : BUCKET_PARTS;
  for (const name of parameters.keys()) {
    if (markers.includes(name)) continue;
    if (Object.hasOwn(WHOLE_NAMES, name)) return WHOLE_NAMES[name];
    if (!Object.hasOwn(parts, name)) continue;
    const part = parts[name] ?? "";
    const isList = wire.method === "GET" && MANY.has(name) && !parameters.has("id");
    return isList ? `List${part}s` : `${VERBS[wire.method] ?? wire.method}${part}`;
  }
  return undefined;
}
