import type { Permission } from "../authorize.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { notImplemented, Refusal } from "../refusal.ts";
import { expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { changeBucket } from "./change-bucket.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";
import { readTagging, tagSet } from "./tags.ts";

/** A document that a bucket keeps and gives back, and that changes nothing else here. */
interface BucketDocument {
  /** As it stands in the names of its operations. */
  readonly name: string;
  /** The query parameter. */
  readonly marker: string;
  readonly root: string;
  readonly children: readonly string[];
  readonly reads: string;
  readonly writes: string;
  /** The action that deletes it, where it can be deleted. */
  readonly deletes?: string;
  /** What a bucket without it answers: an error, or an empty document. */
  readonly missing?: { readonly code: string; readonly message: string };
  readonly putStatus: 200 | 204;
}

/** API Reference, the Get, Put and Delete operations of each. */
const DOCUMENTS: readonly BucketDocument[] = [
  {
    name: "BucketTagging",
    marker: "tagging",
    root: "Tagging",
    children: ["TagSet"],
    reads: "s3:GetBucketTagging",
    writes: "s3:PutBucketTagging",
    deletes: "s3:PutBucketTagging",
    missing: { code: "NoSuchTagSet", message: "The TagSet does not exist" },
    putStatus: 204,
  },
  {
    name: "BucketLifecycleConfiguration",
    marker: "lifecycle",
    root: "LifecycleConfiguration",
    children: ["Rule"],
    reads: "s3:GetLifecycleConfiguration",
    writes: "s3:PutLifecycleConfiguration",
    deletes: "s3:PutLifecycleConfiguration",
    missing: {
      code: "NoSuchLifecycleConfiguration",
      message: "The lifecycle configuration does not exist",
    },
    putStatus: 200,
  },
  {
    name: "BucketCors",
    marker: "cors",
    root: "CORSConfiguration",
    children: ["CORSRule"],
    reads: "s3:GetBucketCORS",
    writes: "s3:PutBucketCORS",
    deletes: "s3:PutBucketCORS",
    missing: {
      code: "NoSuchCORSConfiguration",
      message: "The CORS configuration does not exist",
    },
    putStatus: 200,
  },
  {
    name: "BucketWebsite",
    marker: "website",
    root: "WebsiteConfiguration",
    children: ["IndexDocument", "ErrorDocument", "RedirectAllRequestsTo", "RoutingRules"],
    reads: "s3:GetBucketWebsite",
    writes: "s3:PutBucketWebsite",
    deletes: "s3:DeleteBucketWebsite",
    missing: {
      code: "NoSuchWebsiteConfiguration",
      message: "The specified bucket does not have a website configuration",
    },
    putStatus: 200,
  },
  {
    name: "BucketLogging",
    marker: "logging",
    root: "BucketLoggingStatus",
    children: ["LoggingEnabled"],
    reads: "s3:GetBucketLogging",
    writes: "s3:PutBucketLogging",
    putStatus: 200,
  },
  {
    name: "BucketAccelerateConfiguration",
    marker: "accelerate",
    root: "AccelerateConfiguration",
    children: ["Status"],
    reads: "s3:GetAccelerateConfiguration",
    writes: "s3:PutAccelerateConfiguration",
    putStatus: 200,
  },
];

/** Get, Put and, where there is one, Delete of each document. */
export const BUCKET_DOCUMENT_OPERATIONS: readonly S3Operation[] = [
  ...DOCUMENTS.flatMap((document) => [
    getOperation(document),
    putOperation(document),
    ...(document.deletes === undefined ? [] : [deleteOperation(document, document.deletes)]),
  ]),
  // Nothing is ever replicated or notified here: there is nothing to write, and reading says so.
  readOnly({
    name: "GetBucketReplication",
    marker: "replication",
    action: "s3:GetReplicationConfiguration",
    answer: () => {
      throw missing({
        code: "ReplicationConfigurationNotFoundError",
        message: "The replication configuration was not found",
      });
    },
  }),
  readOnly({
    name: "GetBucketNotificationConfiguration",
    marker: "notification",
    action: "s3:GetBucketNotification",
    answer: () => s3Document("NotificationConfiguration", ""),
  }),
];

function getOperation({
  name,
  marker,
  root,
  reads,
  missing: lacking,
}: BucketDocument): S3Operation {
  return {
    ...placed(marker, reads),
    name: `Get${name}`,
    method: "GET",
    run({ bucket }: BucketCall) {
      const inner = new Map(bucket.documents).get(marker);
      if (inner === undefined && lacking !== undefined) throw missing(lacking);
      return xmlReply(s3Document(root, inner ?? ""));
    },
  };
}

function putOperation(document: BucketDocument): S3Operation {
  const { name, marker, writes, putStatus } = document;
  return {
    ...placed(marker, writes),
    name: `Put${name}`,
    method: "PUT",
    async run(call: BucketCall) {
      const inner = readDocument(await call.payload.text(MAX_DOCUMENT), document);
      await changeBucket(call, (row) => ({
        ...row,
        documents: [...without(row.documents, marker), [marker, inner]],
      }));
      return emptyReply(putStatus);
    },
  };
}

function deleteOperation({ name, marker }: BucketDocument, action: string): S3Operation {
  return {
    ...placed(marker, action),
    // The one whose Delete operation has another name than its Get and Put.
    name: `Delete${name === "BucketLifecycleConfiguration" ? "BucketLifecycle" : name}`,
    method: "DELETE",
    async run(call: BucketCall) {
      await changeBucket(call, (row) => ({ ...row, documents: without(row.documents, marker) }));
      return emptyReply(204);
    },
  };
}

interface Reading {
  readonly name: string;
  readonly marker: string;
  readonly action: string;
  readonly answer: () => string;
}

function readOnly({ name, marker, action, answer }: Reading): S3Operation {
  return { ...placed(marker, action), name, method: "GET", run: () => xmlReply(answer()) };
}

function placed(
  marker: string,
  action: string,
): {
  readonly place: "bucket";
  readonly markers: readonly string[];
  readonly permissions: (call: BucketCall) => readonly Permission[];
} {
  return {
    place: "bucket",
    markers: [marker],
    permissions: ({ bucket }) => [bucketPermission(bucket, action)],
  };
}

// A lifecycle configuration of 1,000 rules.
const MAX_DOCUMENT = 2 * 1024 * 1024;

type Documents = readonly (readonly [marker: string, inner: string])[];

function without(documents: Documents | undefined, marker: string): Documents {
  return (documents ?? []).filter(([name]) => name !== marker);
}

/** The inside of a document, written anew: what was between its elements is not kept. */
function readDocument(text: string, { root, children, marker }: BucketDocument): string {
  if (marker === "tagging") return tagSet(readTagging(text, "bucket"));
  const document = expectElement(readXml(text), root, children);
  if (marker === "accelerate" && document.children.length === 0) {
    throw notImplemented("an AccelerateConfiguration without `Status`");
  }
  return document.children.map(written).join("");
}

function written({ name, text, children }: XmlElement): string {
  return children.length === 0 ? element(name, text) : wrap(name, children.map(written).join(""));
}

function missing({ code, message }: { readonly code: string; readonly message: string }): Refusal {
  return new Refusal({ code, status: 404, message });
}
