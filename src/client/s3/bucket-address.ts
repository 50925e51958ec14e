import {
  type AccessPointArn,
  parseAccessPointArn,
  partitionOf,
  UsageError,
} from "../../aws/index.ts";
import { parseEndpointUrl } from "../profile/endpoint-url.ts";

/** How a bucket is named in a URL: in the host (`virtual`), in the path, or as AWS advises (`auto`). */
export type Addressing = "auto" | "path" | "virtual";

/** Where a bucket's requests go; `basePath` stands before `/key` and may be empty. */
export interface BucketAddress {
  /** Where to connect: what `host` says, unless no name server would know that name. */
  readonly origin: string;
  readonly host: string;
  readonly basePath: string;
}

export interface Addressed {
  /** Or the ARN of an access point. */
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly addressing: Addressing;
  /** Goes through S3 Transfer Acceleration. */
  readonly accelerate?: boolean;
  /** Goes over IPv6 where it can. */
  readonly dualStack?: boolean;
}

const suffixes: Readonly<Record<string, string>> = {
  "aws-cn": "amazonaws.com.cn",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-eusc": "amazonaws.eu",
};

/**
 * Finds the host of a bucket. With AWS itself the bucket is in the host name, except where a dot
 * in it would not match AWS's certificate; another endpoint gets it in the path, an IP address also where
 * a setting puts it in the host name (botocore, endpoint rules of S3, `isIp`).
 */
export function bucketAddress(addressed: Addressed): BucketAddress {
  const { bucket, endpoint, addressing } = addressed;
  refuseContradictions(addressed);
  const point = parseAccessPointArn(bucket);
  if (point !== undefined) return pointAddress(point, addressed);
  const service = endpoint === undefined ? awsEndpoint(addressed) : parseEndpoint(endpoint);
  const auto = endpoint === undefined && /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket);
  const isVirtual =
    (addressing === "virtual" && !isIp(service.host)) || (addressing === "auto" && auto);
  const host = isVirtual ? `${bucket}.${service.host}` : service.host;
  return {
    origin: `${service.protocol}//${host}`,
    host,
    basePath: isVirtual ? service.path : `${service.path}/${bucket}`,
  };
}

/**
 * An access point is always in the host name, also where a setting puts buckets in the path (botocore,
 * `customize_endpoint_resolver_builtins`); another endpoint gets it there too (aws-sdk, endpoint rules of S3).
 */
function pointAddress(point: AccessPointArn, addressed: Addressed): BucketAddress {
  const { endpoint, dualStack } = addressed;
  const { account, name, region } = point;
  const label = `${name}-${account}`;
  if (endpoint === undefined) {
    const stack = dualStack === true ? "dualstack." : "";
    const host = `${label}.s3-accesspoint.${stack}${region}.${suffixOf(region)}`;
    return { origin: `https://${host}`, host, basePath: "" };
  }
  const { protocol, host, path } = parseEndpoint(endpoint);
  const own = `${label}.${host}`;
  // An address has no names under it, and few machines know those under `localhost`.
  const isAlone = isIp(host) || /^localhost(?::\d+)?$/.test(host);
  return { origin: `${protocol}//${isAlone ? host : own}`, host: own, basePath: path };
}

/** Whether a host, with its port or without, is an IP address. */
function isIp(host: string): boolean {
  return /^(?:\[.*\]|[\d.]+)(?::\d+)?$/.test(host);
}

interface ServiceEndpoint {
  readonly protocol: "http:" | "https:";
  readonly host: string;
  readonly path: string;
}

/**
 * S3 User Guide, Using Amazon S3 dual-stack endpoints, and Getting started with Amazon S3 Transfer
 * Acceleration; buckets are created, deleted and listed elsewhere, which a bucket's connection does not.
 */
function awsEndpoint({ region, accelerate, dualStack }: Addressed): ServiceEndpoint {
  const stack = dualStack === true ? "dualstack." : "";
  const host =
    accelerate === true
      ? `s3-accelerate.${stack}amazonaws.com`
      : `s3.${stack}${region}.${suffixOf(region)}`;
  return { protocol: "https:", host, path: "" };
}

function suffixOf(region: string): string {
  return suffixes[partitionOf(region)] ?? "amazonaws.com";
}

/** The AWS SDKs refuse the same (aws-sdk, endpoint rules of S3). */
function refuseContradictions(addressed: Addressed): void {
  const { bucket, endpoint, addressing, ...given } = addressed;
  const { accelerate = false, dualStack = false } = given;
  if (endpoint !== undefined && (accelerate || dualStack)) {
    const name = accelerate ? "use_accelerate_endpoint" : "use_dualstack_endpoint";
    throw new UsageError({
      en: `cannot use \`${name}\` with endpoint URL \`${endpoint}\`: leave one of them out`,
      ja: `\`${name}\` はエンドポイント URL \`${endpoint}\` と一緒に使えません。どちらかを外してください`,
    });
  }
  refuseForPoint(addressed);
  if (accelerate && (addressing === "path" || bucket.includes("."))) {
    throw new UsageError({
      en: `cannot reach bucket \`${bucket}\` with \`use_accelerate_endpoint\`: its name must be without dots, and not in the path`,
      ja: `\`use_accelerate_endpoint\` ではバケット \`${bucket}\` にアクセスできません。バケット名はドットを含まず、パスに置かない必要があります`,
    });
  }
}

function refuseForPoint({ bucket, accelerate }: Addressed): void {
  if (accelerate !== true || parseAccessPointArn(bucket) === undefined) return;
  throw new UsageError({
    en: `cannot reach access point \`${bucket}\` with \`use_accelerate_endpoint\`: leave the setting out`,
    ja: `\`use_accelerate_endpoint\` ではアクセスポイント \`${bucket}\` にアクセスできません。この設定を外してください`,
  });
}

function parseEndpoint(text: string): ServiceEndpoint {
  const { protocol, host, pathname } = parseEndpointUrl(text);
  return { protocol, host, path: pathname.replace(/\/+$/, "") };
}
