import { parseArn, s3Arn } from "../../aws/index.ts";
import { readBytesAsText } from "../http/lab-request.ts";
import { decodeUrlPiece } from "../http/query-parameters.ts";
import { emptyReply, xmlReply } from "../http/reply.ts";
import type { StatedAccess } from "../json/json-call.ts";
import { malformedXml, notImplemented } from "../refusal.ts";
import { tagsOfBucket, withTags } from "../s3/bucket-tags.ts";
import { noSuchBucket } from "../s3/no-such.ts";
import { readTags, requireTags } from "../s3/tags.ts";
import type { Bucket } from "../state/buckets.ts";
import type { BucketRow } from "../state/s3-tables.ts";
import type { Pairs } from "../state/stored-object.ts";
import { requestTags } from "../tags.ts";
import { expectElement, readXml } from "../xml/read-xml.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { controlDocument } from "./control-document.ts";
import { REQUEST_TAG_KEYS } from "./jobs/job-access.ts";
import {
  type ControlCall,
  type ControlOperation,
  requireControlAccess,
} from "./s3-control-call.ts";

const PATH = "tags/{name+}";
const BUCKET = ["bucket"];
const lists: StatedAccess = {
  action: "s3:ListTagsForResource",
  resourceTypes: BUCKET,
  conditionKeys: [],
};
const tags: StatedAccess = {
  action: "s3:TagResource",
  resourceTypes: BUCKET,
  conditionKeys: REQUEST_TAG_KEYS,
};
const untags: StatedAccess = {
  action: "s3:UntagResource",
  resourceTypes: BUCKET,
  conditionKeys: ["aws:TagKeys"],
};

const listTagsForResource: ControlOperation = {
  name: "ListTagsForResource",
  method: "GET",
  path: PATH,
  access: [lists],
  writes: false,
  run(call) {
    const items = tagsOfBucket(requireBucket(call, lists)).map(([key, value]) =>
      wrap("Tag", element("Key", key) + element("Value", value)),
    );
    return xmlReply(controlDocument("ListTagsForResourceResult", wrap("Tags", items.join(""))));
  },
};

const tagResource: ControlOperation = {
  name: "TagResource",
  method: "POST",
  path: PATH,
  access: [tags],
  writes: true,
  run(call) {
    const [list] = expectElement(readXml(call.text), "TagResourceRequest", ["Tags"]).children;
    if (list === undefined) throw malformedXml();
    const added = readTags(list, "bucket");
    const bucket = requireBucket(call, tags, requestTags(added));
    const all = [...new Map([...tagsOfBucket(bucket), ...added])];
    changeTags(call, bucket, requireTags(all, "bucket"));
    return emptyReply(204);
  },
};

const untagResource: ControlOperation = {
  name: "UntagResource",
  method: "DELETE",
  path: PATH,
  parameters: ["tagKeys"],
  access: [untags],
  writes: true,
  run(call) {
    const keys = readKeys(call);
    const bucket = requireBucket(call, untags, { "aws:tagkeys": keys });
    const left = tagsOfBucket(bucket).filter(([key]) => !keys.includes(key));
    changeTags(call, bucket, left);
    return emptyReply(204);
  },
};

/** Tags of resources that are named by their ARN: here of buckets, not of access points, whose policies would see them. */
export const RESOURCE_TAG_OPERATIONS: readonly ControlOperation[] = [
  listTagsForResource,
  tagResource,
  untagResource,
];

/** The bucket that a call names by its ARN. What is answered where there is none is not documented. */
function requireBucket(
  call: ControlCall,
  stated: StatedAccess,
  context: Readonly<Record<string, string | readonly string[]>> = {},
): BucketRow {
  const name = bucketNameOf(call.name);
  const found = ownedBucket(call, name);
  const policy = found?.policy;
  requireControlAccess(call, stated, {
    arn: s3Arn(name),
    policies: policy === undefined ? [] : [policy],
    context,
  });
  const row = call.lab.s3.buckets.get([name]);
  if (found === undefined || row === undefined) throw noSuchBucket(name);
  return row;
}

function ownedBucket({ lab, account }: ControlCall, name: string): Bucket | undefined {
  const bucket = lab.buckets.get(name);
  return bucket?.account === account ? bucket : undefined;
}

function bucketNameOf(arn: string): string {
  const parsed = parseArn(arn);
  if (parsed?.service === "s3" && parsed.account === "" && !parsed.resource.includes("/")) {
    return parsed.resource;
  }
  throw notImplemented(`tags of \`${arn}\``);
}

/** `tagKeys` stands there once for each key. */
function readKeys({ request }: ControlCall): readonly string[] {
  const pairs = readBytesAsText(request.wire.query).split("&");
  return pairs.flatMap((pair) => {
    const [name, value = ""] = pair.replaceAll("+", " ").split("=");
    return name === "tagKeys" ? [decodeUrlPiece(value)] : [];
  });
}

function changeTags({ lab }: ControlCall, row: BucketRow, left: Pairs): void {
  lab.s3.buckets.put([row.name], withTags(row, left));
}
