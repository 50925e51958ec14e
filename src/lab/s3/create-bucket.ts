import { type Permission, requirePermission } from "../authorize.ts";
import { emptyReply } from "../http/reply.ts";
import { notImplemented, Refusal } from "../refusal.ts";
import type { Pairs } from "../state/stored-object.ts";
import { requestTags } from "../tags.ts";
import { childText, expectElement, readXml } from "../xml/read-xml.ts";
import { ACL_HEADERS } from "./acl-headers.ts";
import { newBucketPermissions, newBucketSettings } from "./new-bucket-settings.ts";
import {
  NEW_BUCKET_LOCK_HEADERS,
  newBucketLock,
  newBucketLockPermissions,
} from "./object-lock-new-bucket.ts";
import { accountOf } from "./service-operations.ts";
import { invalidBucketName } from "./invalid-bucket-name.ts";
import { withTags } from "./bucket-tags.ts";
import type { NameCall, S3Operation } from "./s3-call.ts";
import { readTags } from "./tags.ts";
import { ownedBy } from "./setting-layers.ts";

export const createBucket: S3Operation = {
  name: "CreateBucket",
  method: "PUT",
  place: "newBucket",
  headers: [...ACL_HEADERS, "x-amz-object-ownership", ...NEW_BUCKET_LOCK_HEADERS],
  // What making it takes depends on the body: `run` asks for it.
  permissions: (call) => [
    ...newBucketPermissions(call, toCreate(call)),
    ...newBucketLockPermissions(call, toCreate(call)),
  ],
  async run(call) {
    const { lab, bucketName: name } = call;
    const account = accountOf(call);
    const { constraint, tags } = await readConfiguration(call);
    requirePermission(call, toCreate(call, constraint, tags));
    if (tags.length > 0) requirePermission(call, toTag(call, tags));
    requireBucketName(name);
    const region = regionFor(call, constraint);
    const settings = newBucketSettings(call);
    await lab.store.transaction(() => {
      const existing = lab.s3.buckets.get([name]);
      if (existing === undefined) {
        const row = { name, account, region, createdMs: lab.now(), settings };
        lab.s3.buckets.put([name], withTags({ ...row, ...newBucketLock(call) }, tags));
        return;
      }
      if (existing.account !== account) throw bucketAlreadyExists(name);
      // Only in us-east-1 may an owner create a bucket again, which resets its ACL (API Reference, CreateBucket).
      if (existing.region !== "us-east-1" || region !== "us-east-1") throw alreadyOwned(name);
      const acl = settings.acl ?? ownedBy({}, account).acl;
      lab.s3.buckets.put([name], { ...existing, settings: { ...existing.settings, acl } });
    });
    return emptyReply(200, { location: `/${name}`, "x-amz-bucket-region": region });
  },
};

function toCreate(call: NameCall, constraint?: string, tags: Pairs = []): Permission {
  return {
    action: "s3:CreateBucket",
    resource: `arn:aws:s3:::${call.bucketName}`,
    resourceAccount: accountOf(call),
    resourcePolicies: [],
    context: {
      "aws:requestedregion": regionOf(call),
      ...(constraint && { "s3:locationconstraint": constraint }),
      ...requestTags(tags),
    },
  };
}

/** API Reference, CreateBucketConfiguration, Tags: making a bucket with tags takes s3:TagResource. */
function toTag(call: NameCall, tags: Pairs): Permission {
  const { resource, resourceAccount } = toCreate(call);
  const context = requestTags(tags);
  return { action: "s3:TagResource", resource, resourceAccount, resourcePolicies: [], context };
}

function regionOf(call: NameCall): string {
  return call.identity.signing?.region ?? "us-east-1";
}

interface Configuration {
  /** The region that is asked for; empty when none is. */
  readonly constraint: string;
  readonly tags: Pairs;
}

async function readConfiguration(call: NameCall): Promise<Configuration> {
  const text = await call.payload.text(64 * 1024);
  return text === "" ? { constraint: "", tags: [] } : configurationOf(text);
}

function regionFor(call: NameCall, constraint: string): string {
  const endpoint = regionOf(call);
  if (constraint === "us-east-1") throw invalidConstraint(constraint);
  // The endpoint of us-east-1 is also the global one and creates buckets everywhere.
  if (endpoint === "us-east-1") return constraint === "" ? endpoint : constraint;
  if (constraint === endpoint) return endpoint;
  throw new Refusal({
    code: "IllegalLocationConstraintException",
    status: 400,
    message: `The ${constraint || "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  });
}

function configurationOf(text: string): Configuration {
  const root = expectElement(readXml(text), "CreateBucketConfiguration", [
    "LocationConstraint",
    "Location",
    "Bucket",
    "Tags",
  ]);
  const other = root.children.find(({ name }) => name === "Location" || name === "Bucket");
  if (other !== undefined) throw notImplemented(`\`${other.name}\` in CreateBucketConfiguration`);
  const list = root.children.find(({ name }) => name === "Tags");
  return {
    constraint: readConstraint(childText(root, "LocationConstraint")?.trim() ?? ""),
    tags: list === undefined ? [] : readTags(list, "bucket"),
  };
}

function readConstraint(constraint: string): string {
  if (constraint === "EU") return "eu-west-1";
  if (constraint === "" || /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(constraint)) return constraint;
  throw invalidConstraint(constraint);
}

function invalidConstraint(constraint: string): Refusal {
  return new Refusal({
    code: "InvalidLocationConstraint",
    status: 400,
    message: "The specified location-constraint is not valid",
    elements: { LocationConstraint: constraint },
  });
}

/** Amazon S3 User Guide, General purpose bucket naming rules. */
function requireBucketName(name: string): void {
  const isPlain =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d{1,3}(\.\d{1,3}){3}$/.test(name);
  const isReserved =
    /^(xn--|sthree-|amzn-s3-demo-)/.test(name) ||
    /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (isPlain && !isReserved) return;
  throw invalidBucketName(name);
}

function bucketAlreadyExists(name: string): Refusal {
  return new Refusal({
    code: "BucketAlreadyExists",
    status: 409,
    message:
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    elements: { BucketName: name },
  });
}

function alreadyOwned(name: string): Refusal {
  return new Refusal({
    code: "BucketAlreadyOwnedByYou",
    status: 409,
    message: "Your previous request to create the named bucket succeeded and you already own it.",
    elements: { BucketName: name },
  });
}
