import { emptyReply, xmlReply } from "../http/reply.ts";
import { invalidArgument } from "../refusal.ts";
import { s3Time } from "../s3/s3-time.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { accessPointArn } from "./access-point.ts";
import { accessPointAccess, requireAccessPoint } from "./access-point-access.ts";
import { controlDocument } from "./control-document.ts";
import { createAccessPoint } from "./create-access-point.ts";
import { PUBLIC_ACCESS_ROOT, publicAccessXml } from "./public-access-xml.ts";
import {
  type ControlCall,
  type ControlOperation,
  requireControlAccess,
} from "./s3-control-call.ts";
import type { AccessPointRow } from "./s3-control-tables.ts";

const PATH = "accesspoint/{name}";
const reads = accessPointAccess("s3:GetAccessPoint", []);
const deletes = accessPointAccess("s3:DeleteAccessPoint");
const lists = accessPointAccess("s3:ListAccessPoints", []);

const getAccessPoint: ControlOperation = {
  name: "GetAccessPoint",
  method: "GET",
  path: PATH,
  access: [reads],
  writes: false,
  run(call) {
    const row = requireAccessPoint(call, reads);
    const endpoint = (kind: string, host: string): string =>
      wrap("entry", element("key", kind) + element("value", host));
    return xmlReply(
      controlDocument(
        "GetAccessPointResult",
        placeOf(row) +
          wrap(PUBLIC_ACCESS_ROOT, publicAccessXml(row.publicAccessBlock)) +
          element("CreationDate", s3Time(row.createdMs)) +
          wrap("Endpoints", endpoint("ipv4", `s3-accesspoint.${row.region}.localhost`)) +
          identityOf(call, row),
      ),
    );
  },
};

const deleteAccessPoint: ControlOperation = {
  name: "DeleteAccessPoint",
  method: "DELETE",
  path: PATH,
  access: [deletes],
  writes: true,
  run(call) {
    const { account, region, name, alias } = requireAccessPoint(call, deletes);
    call.lab.s3Control.accessPoints.delete([account, region, name]);
    call.lab.s3Control.aliases.delete([alias]);
    return emptyReply(204);
  },
};

const listAccessPoints: ControlOperation = {
  name: "ListAccessPoints",
  method: "GET",
  path: "accesspoint",
  parameters: ["bucket", "maxResults", "nextToken"],
  access: [lists],
  writes: false,
  run(call) {
    requireControlAccess(call, lists);
    const { parameters } = call.request;
    const bucket = parameters.get("bucket");
    const token = parameters.get("nextToken");
    const after = token === undefined ? "" : Buffer.from(token, "base64url").toString();
    const limit = readLimit(parameters.get("maxResults"));
    const found = [...call.lab.s3Control.accessPoints.range({ within: [call.account] })]
      .map(({ value }) => value)
      .filter(({ region }) => region === call.region)
      .filter((row) => row.name > after && (bucket === undefined || row.bucket === bucket));
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const items = page.map((row) => wrap("AccessPoint", placeOf(row) + identityOf(call, row)));
    return xmlReply(
      controlDocument(
        "ListAccessPointsResult",
        wrap("AccessPointList", items.join("")) +
          element("NextToken", last && Buffer.from(last.name).toString("base64url")),
      ),
    );
  },
};

function placeOf({ name, bucket, vpc }: AccessPointRow): string {
  return (
    element("Name", name) +
    element("NetworkOrigin", vpc === undefined ? "Internet" : "VPC") +
    (vpc === undefined ? "" : wrap("VpcConfiguration", element("VpcId", vpc))) +
    element("Bucket", bucket)
  );
}

function identityOf({ lab }: ControlCall, row: AccessPointRow): string {
  return (
    element("AccessPointArn", accessPointArn(row)) +
    element("Alias", row.alias) +
    element("BucketAccountId", lab.buckets.get(row.bucket)?.account)
  );
}

// API Reference, ListAccessPoints: up to 1,000 in a page.
const MAX_PAGE = 1000;

function readLimit(text: string | undefined): number {
  if (text === undefined) return MAX_PAGE;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_PAGE) return limit;
  throw invalidArgument("maxResults must be from 1 to 1000", "maxResults", text);
}

/** Access points themselves. */
export const ACCESS_POINT_OPERATIONS: readonly ControlOperation[] = [
  createAccessPoint,
  getAccessPoint,
  deleteAccessPoint,
  listAccessPoints,
];
