import { parseByteRate, parseByteSize, UsageError } from "../../aws/index.ts";
import type { ConfigSection } from "./shared-config.ts";

/** What a profile's `s3 =` section says of transfers (AWS CLI, topic s3-config). */
export interface TransferSettings {
  readonly maxConcurrentRequests?: number;
  readonly multipartThreshold?: number;
  readonly partSize?: number;
  /** Bytes a second, up and down together. */
  readonly maxBandwidth?: number;
}

/** S3's limits on the size of a part but the last; the AWS CLI, too, goes to the nearest. */
const PART_BYTES = { least: 5 * 1024 ** 2, most: 5 * 1024 ** 3 };

/** Reads those settings. `max_queue_size` is accepted: our queues have sizes of their own. */
export function transferSettings(section: ConfigSection): TransferSettings {
  const read = (name: string, parse: (text: string) => number | undefined): number | undefined =>
    readSetting(section, name, parse);
  read("max_queue_size", parseCount);
  const maxConcurrentRequests = read("max_concurrent_requests", parseCount);
  const multipartThreshold = read("multipart_threshold", parseByteSize);
  const partSize = read("multipart_chunksize", parseByteSize);
  const maxBandwidth = read("max_bandwidth", parseByteRate);
  return {
    ...(maxConcurrentRequests !== undefined && { maxConcurrentRequests }),
    ...(multipartThreshold !== undefined && { multipartThreshold }),
    ...(partSize !== undefined && {
      partSize: Math.min(Math.max(partSize, PART_BYTES.least), PART_BYTES.most),
    }),
    ...(maxBandwidth !== undefined && { maxBandwidth }),
  };
}

const EXAMPLES: Readonly<Record<string, string>> = {
  max_queue_size: "1000",
  max_concurrent_requests: "20",
  multipart_threshold: "64MB",
  multipart_chunksize: "16MB",
  max_bandwidth: "50MB/s",
};

function readSetting(
  section: ConfigSection,
  name: string,
  parse: (text: string) => number | undefined,
): number | undefined {
  const text = section[`s3.${name}`];
  if (text === undefined) return undefined;
  const value = parse(text);
  if (value !== undefined) return value;
  throw new UsageError({
    en: `cannot use \`${name} = ${text}\` of the AWS config file: it must be like \`${EXAMPLES[name] ?? ""}\``,
    ja: `AWS config ファイルの \`${name} = ${text}\` は使えません。\`${EXAMPLES[name] ?? ""}\` のように指定してください`,
  });
}

function parseCount(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
