import type { PublicAccessFlags } from "../../policy/index.ts";
import { accessDenied } from "../authorize.ts";
import { xmlReply } from "../http/reply.ts";
import { malformedXml, notImplemented } from "../refusal.ts";
import { noSuchBucket } from "../s3/no-such.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element } from "../xml/write-xml.ts";
import { accessPointArn, findAccessPoint } from "./access-point.ts";
import { accessPointAccess, keysOfAccessPoint } from "./access-point-access.ts";
import { controlDocument } from "./control-document.ts";
import { PUBLIC_ACCESS_ROOT, readPublicAccess } from "./public-access-xml.ts";
import { looksLikeAlias, putAccessPoint } from "./put-access-point.ts";
import {
  type ControlCall,
  type ControlOperation,
  controlRefusal,
  requireControlAccess,
} from "./s3-control-call.ts";

const stated = accessPointAccess("s3:CreateAccessPoint");

export const createAccessPoint: ControlOperation = {
  name: "CreateAccessPoint",
  method: "PUT",
  path: "accesspoint/{name}",
  access: [stated],
  writes: true,
  run(call) {
    const { account, region, name, lab } = call;
    const { vpc, ...asked } = readRequest(call.text);
    requireControlAccess(call, stated, {
      arn: accessPointArn(call),
      ofResource: keysOfAccessPoint(call, vpc),
    });
    requireName(name);
    requireBucket(call, asked);
    if (findAccessPoint(lab, call) !== undefined) {
      throw controlRefusal(
        "AccessPointAlreadyOwnedByYou",
        "Your previous request to create the named accesspoint succeeded and you already own it.",
        409,
      );
    }
    const row = putAccessPoint(lab, {
      name,
      account,
      region,
      bucket: asked.bucket,
      ...(vpc !== undefined && { vpc }),
      publicAccessBlock: asked.publicAccessBlock,
      createdMs: lab.now(),
    });
    return xmlReply(
      controlDocument(
        "CreateAccessPointResult",
        element("AccessPointArn", accessPointArn(row)) + element("Alias", row.alias),
      ),
    );
  },
};

interface Asked {
  readonly bucket: string;
  readonly bucketAccount: string | undefined;
  readonly vpc: string | undefined;
  readonly publicAccessBlock: PublicAccessFlags;
}

// S3 User Guide, Creating access points: by default all of Block Public Access is on.
const ALL_BLOCKED: PublicAccessFlags = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

function readRequest(text: string): Asked {
  const root = expectElement(readXml(text), "CreateAccessPointRequest", [
    "Bucket",
    "BucketAccountId",
    "VpcConfiguration",
    PUBLIC_ACCESS_ROOT,
    "Scope",
    "Tags",
  ]);
  const child = (name: string): XmlElement | undefined =>
    root.children.find((each) => each.name === name);
  for (const name of ["Scope", "Tags"]) {
    if (child(name) !== undefined) {
      throw notImplemented(`the parameter \`${name}\` of \`CreateAccessPoint\``);
    }
  }
  const bucket = childText(root, "Bucket");
  if (bucket === undefined) throw malformedXml();
  const vpc = child("VpcConfiguration");
  const block = child(PUBLIC_ACCESS_ROOT);
  return {
    bucket,
    bucketAccount: childText(root, "BucketAccountId"),
    vpc: vpc && readVpc(vpc),
    publicAccessBlock: (block && readPublicAccess(block)) ?? ALL_BLOCKED,
  };
}

function readVpc(configuration: XmlElement): string {
  const vpc = childText(configuration, "VpcId");
  if (vpc === undefined || vpc === "") throw malformedXml();
  return vpc;
}

/** S3 User Guide, Access points naming rules; the code is of S3's list of errors. */
function requireName(name: string): void {
  if (/^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/.test(name) && !looksLikeAlias(name)) return;
  throw controlRefusal(
    "InvalidAccessPoint",
    "The specified access point name or account is not valid.",
  );
}

/** Another account's bucket must be named with its account (API Reference, CreateAccessPoint). */
function requireBucket(
  { lab, account, region }: ControlCall,
  { bucket: name, bucketAccount = account }: Pick<Asked, "bucket" | "bucketAccount">,
): void {
  const bucket = lab.buckets.get(name);
  if (bucket === undefined || bucket.region !== region) throw noSuchBucket(name);
  if (bucket.account !== bucketAccount) throw accessDenied();
}
