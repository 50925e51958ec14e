import type { ChecksumAlgorithm, Sum } from "../../sync/index.ts";
import { checksumHeader } from "./sum-headers.ts";
import { headerOf, type HttpHeaders } from "../http/http-message.ts";

/** The kinds of checksum, the cheapest to compute first. */
export const CHECKSUM_ALGORITHMS: readonly ChecksumAlgorithm[] = [
  "CRC32",
  "SHA1",
  "SHA256",
  "CRC64NVME",
  "CRC32C",
];

/**
 * The sums over all bytes of an object that S3 sent along. A composite checksum (`…-3`) is one of part
 * checksums, which says nothing of a body whose parts are not to be seen. An ETag is an MD5 where
 * the object was not written in parts, nor encrypted with a key of KMS or the customer's (API
 * Reference, Object).
 */
export function storedSums(headers: HttpHeaders): readonly Sum[] {
  const isComposite = headerOf(headers, "x-amz-checksum-type") === "COMPOSITE";
  const checksums = isComposite
    ? []
    : CHECKSUM_ALGORITHMS.flatMap((algorithm) => sumIn(headers, algorithm));
  return [...checksums, ...md5In(headers)];
}

function sumIn(headers: HttpHeaders, algorithm: ChecksumAlgorithm): readonly Sum[] {
  const value = headerOf(headers, checksumHeader(algorithm));
  return value === undefined || value.includes("-") ? [] : [{ algorithm, value }];
}

function md5In(headers: HttpHeaders): readonly Sum[] {
  const [, hex] = /^"?([0-9a-f]{32})"?$/.exec(headerOf(headers, "etag") ?? "") ?? [];
  const encryption = headerOf(headers, "x-amz-server-side-encryption") ?? "AES256";
  const customer = headerOf(headers, "x-amz-server-side-encryption-customer-algorithm");
  if (hex === undefined || encryption !== "AES256" || customer !== undefined) return [];
  return [{ algorithm: "MD5", value: Buffer.from(hex, "hex").toString("base64") }];
}
