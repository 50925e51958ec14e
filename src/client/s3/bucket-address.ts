import { partitionOf, UsageError } from "../../aws/index.ts";

/** How a bucket is named in a URL: in the host (`virtual`), in the path, or as AWS advises (`auto`). */
export type Addressing = "auto" | "path" | "virtual";

/** Where a bucket's requests go; `basePath` stands before `/key` and may be empty. */
export interface BucketAddress {
  readonly origin: string;
  readonly host: string;
  readonly basePath: string;
}

export interface Addressed {
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
 * in it would not match AWS's certificate; another endpoint gets it in the path.
 */
export function bucketAddress(addressed: Addressed): BucketAddress {
  const { bucket, endpoint, addressing } = addressed;
  refuseContradictions(addressed);
  const service = endpoint === undefined ? awsEndpoint(addressed) : parseEndpoint(endpoint);
  const auto = endpoint === undefined && /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket);
  const isVirtual = addressing === "virtual" || (addressing === "auto" && auto);
  const host = isVirtual ? `${bucket}.${service.host}` : service.host;
  return {
    origin: `${service.protocol}//${host}`,
    host,
    basePath: isVirtual ? service.path : `${service.path}/${bucket}`,
  };
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
  const suffix = suffixes[partitionOf(region)] ?? "amazonaws.com";
  const stack = dualStack === true ? "dualstack." : "";
  const host =
    accelerate === true ? `s3-accelerate.${stack}amazonaws.com` : `s3.${stack}${region}.${suffix}`;
  return { protocol: "https:", host, path: "" };
}

/** The AWS SDKs refuse the same (aws-sdk, endpoint rules of S3). */
function refuseContradictions({ bucket, endpoint, addressing, ...given }: Addressed): void {
  const { accelerate = false, dualStack = false } = given;
  if (endpoint !== undefined && (accelerate || dualStack)) {
    const name = accelerate ? "use_accelerate_endpoint" : "use_dualstack_endpoint";
    throw new UsageError({
      en: `cannot use \`${name}\` with endpoint URL \`${endpoint}\`: leave one of them out`,
      ja: `\`${name}\` はエンドポイント URL \`${endpoint}\` と一緒に使えません。どちらかを外してください`,
    });
  }
  if (accelerate && (addressing === "path" || bucket.includes("."))) {
    throw new UsageError({
      en: `cannot reach bucket \`${bucket}\` with \`use_accelerate_endpoint\`: its name must be without dots, and not in the path`,
      ja: `\`use_accelerate_endpoint\` ではバケット \`${bucket}\` にアクセスできません。バケット名はドットを含まず、パスに置かない必要があります`,
    });
  }
}

function parseEndpoint(text: string): ServiceEndpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new UsageError({
      en: `cannot use endpoint URL \`${text}\`: it must be like \`http://127.0.0.1:4566\` or \`https://s3.example.com\``,
      ja: `エンドポイント URL \`${text}\` は使えません。\`http://127.0.0.1:4566\` や \`https://s3.example.com\` のように指定してください`,
    });
  }
  return { protocol: url.protocol, host: url.host, path: url.pathname.replace(/\/+$/, "") };
}
