import { emptyReply, xmlReply } from "../http/reply.ts";
import { invalidArgument, malformedXml, notImplemented, Refusal } from "../refusal.ts";
import type { BucketObjectLock } from "../state/object-lock.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { changeBucket } from "./change-bucket.ts";
import { isLockMode } from "./object-lock-retention.ts";
import { bucketPermission, type BucketCall, type S3Operation } from "./s3-call.ts";

const MAX_DOCUMENT = 64 * 1024;
// S3 User Guide, Locking objects with Object Lock: the maximum retention period is 100 years.
const MAX_COUNT = { Days: 36_500, Years: 100 } as const;
const ROOT = "ObjectLockConfiguration";
const PLACE = { place: "bucket", markers: ["object-lock"] } as const;

export const getObjectLockConfiguration: S3Operation = {
  ...PLACE,
  name: "GetObjectLockConfiguration",
  method: "GET",
  permissions: ({ bucket }: BucketCall) => [
    bucketPermission(bucket, "s3:GetBucketObjectLockConfiguration"),
  ],
  run({ bucket }: BucketCall) {
    if (bucket.objectLock === undefined) throw noConfiguration(bucket.name);
    return xmlReply(s3Document(ROOT, written(bucket.objectLock)));
  },
};

export const putObjectLockConfiguration: S3Operation = {
  ...PLACE,
  name: "PutObjectLockConfiguration",
  method: "PUT",
  permissions: ({ bucket }: BucketCall) => [
    bucketPermission(bucket, "s3:PutBucketObjectLockConfiguration"),
  ],
  async run(call: BucketCall) {
    const objectLock = readConfiguration(await call.payload.text(MAX_DOCUMENT));
    await changeBucket(call, (row) => {
      if (row.versioning !== "Enabled") throw notVersioned();
      return { ...row, objectLock };
    });
    return emptyReply(200);
  },
};

function written({ defaultRetention }: BucketObjectLock): string {
  const enabled = element("ObjectLockEnabled", "Enabled");
  if (defaultRetention === undefined) return enabled;
  const { mode, unit, count } = defaultRetention;
  const retention = element("Mode", mode) + element(unit, count);
  return enabled + wrap("Rule", wrap("DefaultRetention", retention));
}

function readConfiguration(text: string): BucketObjectLock {
  const root = expectElement(readXml(text), ROOT, ["ObjectLockEnabled", "Rule"]);
  if (childText(root, "ObjectLockEnabled") !== "Enabled") throw malformedXml();
  const [rule, another] = root.children.filter(({ name }) => name === "Rule");
  if (rule === undefined) return {};
  const [byDefault, other] = rule.children;
  if (byDefault === undefined || other !== undefined || another !== undefined) throw malformedXml();
  return { defaultRetention: readDefault(byDefault) };
}

function readDefault(byDefault: XmlElement): NonNullable<BucketObjectLock["defaultRetention"]> {
  expectElement(byDefault, "DefaultRetention", ["Mode", "Days", "Years", "DefaultEventHold"]);
  if (byDefault.children.some(({ name }) => name === "DefaultEventHold")) {
    throw notImplemented("`DefaultEventHold`");
  }
  const mode = childText(byDefault, "Mode") ?? "";
  const [unit, other] = (["Days", "Years"] as const).filter(
    (name) => childText(byDefault, name) !== undefined,
  );
  if (unit === undefined || other !== undefined || !isLockMode(mode)) throw malformedXml();
  const text = childText(byDefault, unit) ?? "";
  if (!/^-?\d+$/.test(text)) throw malformedXml();
  const count = Number(text);
  if (count >= 1 && count <= MAX_COUNT[unit]) return { mode, unit, count };
  const fault = count < 1 ? "must be a positive integer value." : "too large.";
  throw invalidArgument(`Default retention period ${fault}`, unit, text);
}

function notVersioned(): Refusal {
  return new Refusal({
    code: "InvalidBucketState",
    status: 409,
    message: "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
  });
}

function noConfiguration(bucket: string): Refusal {
  return new Refusal({
    code: "ObjectLockConfigurationNotFoundError",
    status: 404,
    message: "Object Lock configuration does not exist for this bucket",
    elements: { BucketName: bucket },
  });
}
