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
  annotation: "ObjectAnnotation",
  attributes: "ObjectAttributes",
  "legal-hold": "ObjectLegalHold",
  retention: "ObjectRetention",
  tagging: "ObjectTagging",
  torrent: "ObjectTorrent",
};
/** Parameters that name an operation whatever the method. */
const WHOLE_NAMES: ReadonlyMap<string, string> = new Map([
  ["renameObject", "RenameObject"],
  ["restore", "RestoreObject"],
  ["select", "SelectObjectContent"],
  ["session", "CreateSession"],
  ["versions", "ListObjectVersions"],
]);
/** By method and parameter, where the name has another verb than the method. */
const OTHER_VERBS: ReadonlyMap<string, string> = new Map([
  ["POST metadataConfiguration", "CreateBucketMetadataConfiguration"],
  ["POST metadataTable", "CreateBucketMetadataTableConfiguration"],
  ["PUT metadataAnnotationTable", "UpdateBucketMetadataAnnotationTableConfiguration"],
  ["PUT metadataInventoryTable", "UpdateBucketMetadataInventoryTableConfiguration"],
  ["PUT metadataJournalTable", "UpdateBucketMetadataJournalTableConfiguration"],
]);
/** The same of an object. */
const OTHER_VERBS_OF_OBJECT: ReadonlyMap<string, string> = new Map([
  ["PUT encryption", "UpdateObjectEncryption"],
]);
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
  const ofObject = target.place === "object";
  const parts = ofObject ? OBJECT_PARTS : BUCKET_PARTS;
  const others = ofObject ? OTHER_VERBS_OF_OBJECT : OTHER_VERBS;
  for (const name of parameters.keys()) {
    if (markers.includes(name)) continue;
    const whole = WHOLE_NAMES.get(name) ?? others.get(`${wire.method} ${name}`);
    if (whole !== undefined) return whole;
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part !== undefined) return nameOf(wire.method, part, listsMany(name, parameters));
  }
  return undefined;
}

function nameOf(method: string, part: string, isMany: boolean): string {
  return method === "GET" && isMany ? `List${part}s` : `${VERBS[method] ?? method}${part}`;
}

function listsMany(name: string, parameters: LabRequest["parameters"]): boolean {
  return MANY.has(name)
    ? !parameters.has("id")
    : name === "annotation" && !parameters.has("annotationName");
}
