import type { ObjectOwnership, PublicAccessFlags } from "../../policy/index.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import { malformedXml, Refusal } from "../refusal.ts";
import type { BucketRowSettings } from "../state/s3-tables.ts";
import { childText, expectElement, readXml } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { grantsOthers, invalidAclWithOwnership } from "./bucket-acl.ts";
import { changeBucket } from "./change-bucket.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";
import { settingLayers } from "./setting-layers.ts";

const MAX_DOCUMENT = 64 * 1024;

interface Setting {
  readonly name: string;
  readonly marker: string;
  /** What follows `s3:Get` and `s3:Put` in its actions. */
  readonly action: string;
  readonly read: (call: BucketCall) => string;
  readonly write: (text: string, call: BucketCall) => BucketRowSettings;
  /** What the bucket is set to by its deletion, where it can be deleted. */
  readonly deleted?: BucketRowSettings;
}

const OWNERSHIPS: readonly ObjectOwnership[] = [
  "BucketOwnerEnforced",
  "BucketOwnerPreferred",
  "ObjectWriter",
];

const FLAGS: readonly (readonly [element: string, flag: keyof PublicAccessFlags])[] = [
  ["BlockPublicAcls", "blockPublicAcls"],
  ["IgnorePublicAcls", "ignorePublicAcls"],
  ["BlockPublicPolicy", "blockPublicPolicy"],
  ["RestrictPublicBuckets", "restrictPublicBuckets"],
];

const NOTHING_BLOCKED: PublicAccessFlags = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

const SETTINGS: readonly Setting[] = [
  {
    name: "BucketRequestPayment",
    marker: "requestPayment",
    action: "BucketRequestPayment",
    read: ({ lab, bucket }) =>
      s3Document(
        "RequestPaymentConfiguration",
        element(
          "Payer",
          settingLayers(lab, bucket).requesterPays === true ? "Requester" : "BucketOwner",
        ),
      ),
    write(text) {
      const root = expectElement(readXml(text), "RequestPaymentConfiguration", ["Payer"]);
      const payer = childText(root, "Payer");
      if (payer !== "Requester" && payer !== "BucketOwner") throw malformedXml();
      return { requesterPays: payer === "Requester" };
    },
  },
  {
    name: "BucketOwnershipControls",
    marker: "ownershipControls",
    action: "BucketOwnershipControls",
    read({ lab, bucket }) {
      const { ownership } = settingLayers(lab, bucket);
      if (bucket.settings?.hasNoOwnershipControls === true || typeof ownership !== "object") {
        throw missing(
          "OwnershipControlsNotFoundError",
          "The bucket ownership controls were not found",
        );
      }
      return s3Document(
        "OwnershipControls",
        wrap("Rule", element("ObjectOwnership", ownership.setting)),
      );
    },
    write(text, { lab, bucket }) {
      const root = expectElement(readXml(text), "OwnershipControls", ["Rule"]);
      const named = root.children.map((rule) => childText(rule, "ObjectOwnership"));
      const ownership = OWNERSHIPS.find((one) => one === named[0]);
      if (ownership === undefined || named.length !== 1) throw malformedXml();
      const { bucketAcl } = settingLayers(lab, bucket).ownership;
      if (ownership === "BucketOwnerEnforced" && grantsOthers(bucketAcl, bucket.account)) {
        throw invalidAclWithOwnership();
      }
      return { objectOwnership: ownership, hasNoOwnershipControls: false };
    },
    // S3 User Guide, Controlling ownership of objects: without controls the writer owns, as it was before.
    deleted: { objectOwnership: "ObjectWriter", hasNoOwnershipControls: true },
  },
  {
    name: "PublicAccessBlock",
    marker: "publicAccessBlock",
    action: "BucketPublicAccessBlock",
    read({ lab, bucket }) {
      const flags = settingLayers(lab, bucket).publicAccessBlock?.bucket;
      if (bucket.settings?.hasNoPublicAccessBlock === true || typeof flags !== "object") {
        throw missing(
          "NoSuchPublicAccessBlockConfiguration",
          "The public access block configuration was not found",
        );
      }
      return s3Document(
        "PublicAccessBlockConfiguration",
        FLAGS.map(([name, flag]) => element(name, flags[flag])).join(""),
      );
    },
    write(text) {
      const names = FLAGS.map(([name]) => name);
      const root = expectElement(readXml(text), "PublicAccessBlockConfiguration", names);
      const isSet = (name: string): boolean => childText(root, name)?.toLowerCase() === "true";
      const publicAccessBlock = {
        blockPublicAcls: isSet("BlockPublicAcls"),
        ignorePublicAcls: isSet("IgnorePublicAcls"),
        blockPublicPolicy: isSet("BlockPublicPolicy"),
        restrictPublicBuckets: isSet("RestrictPublicBuckets"),
      };
      return { publicAccessBlock, hasNoPublicAccessBlock: false };
    },
    deleted: { publicAccessBlock: NOTHING_BLOCKED, hasNoPublicAccessBlock: true },
  },
];

/** Get, Put and, where there is one, Delete of the settings that decide about requests. */
export const BUCKET_SETTING_OPERATIONS: readonly S3Operation[] = SETTINGS.flatMap((setting) => [
  {
    name: `Get${setting.name}`,
    method: "GET" as const,
    place: "bucket" as const,
    markers: [setting.marker],
    permissions: ({ bucket }: BucketCall) => [bucketPermission(bucket, `s3:Get${setting.action}`)],
    run: (call: BucketCall) => xmlReply(setting.read(call)),
  },
  {
    name: `Put${setting.name}`,
    method: "PUT" as const,
    place: "bucket" as const,
    markers: [setting.marker],
    permissions: ({ bucket }: BucketCall) => [bucketPermission(bucket, `s3:Put${setting.action}`)],
    async run(call: BucketCall) {
      const text = await call.payload.text(MAX_DOCUMENT);
      await changeBucket(call, (row) => ({
        ...row,
        settings: { ...row.settings, ...setting.write(text, call) },
      }));
      return emptyReply(200);
    },
  },
  ...deletionOf(setting),
]);

function deletionOf({ name, marker, action, deleted }: Setting): readonly S3Operation[] {
  if (deleted === undefined) return [];
  return [
    {
      name: `Delete${name}`,
      method: "DELETE",
      place: "bucket",
      markers: [marker],
      permissions: ({ bucket }: BucketCall) => [bucketPermission(bucket, `s3:Put${action}`)],
      async run(call: BucketCall) {
        await changeBucket(call, (row) => ({ ...row, settings: { ...row.settings, ...deleted } }));
        return emptyReply(204);
      },
    },
  ];
}

function missing(code: string, message: string): Refusal {
  return new Refusal({ code, status: 404, message });
}
