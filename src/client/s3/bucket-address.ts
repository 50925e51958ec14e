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
export function bucketAddress({ bucket, region, endpoint, addressing }: Addressed): BucketAddress {
  const service = endpoint === undefined ? awsEndpoint(region) : parseEndpoint(endpoint);
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

function awsEndpoint(region: string): ServiceEndpoint {
  const suffix = suffixes[partitionOf(region)] ?? "amazonaws.com";
  return { protocol: "https:", host: `s3.${region}.${suffix}`, path: "" };
}

function parseEndpoint(text: string): ServiceEndpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new UsageError(
      `cannot use endpoint URL \`${text}\`: it must be like \`http://127.0.0.1:4566\` or \`https://s3.example.com\``,
    );
  }
  return { protocol: url.protocol, host: url.host, path: url.pathname.replace(/\/+$/, "") };
}
