import type { Checksum } from "../http/checksums.ts";
import { checksumElement } from "../http/checksums.ts";
import { element } from "../xml/write-xml.ts";

/** Headers with which S3 returns a stored sum. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  return checksum === undefined
    ? {}
    : {
        [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
        "x-amz-checksum-type": checksum.type,
      };
}

/** The same of a part, which has no type of its own. */
export function partChecksumHeader(checksum: Checksum | undefined): Record<string, string> {
  return checksum === undefined ? {} : { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value };
}

/** The same as elements of an answer. */
export function checksumElements(checksum: Checksum | undefined): string {
  return checksum === undefined
    ? ""
    : sumElement(checksum) + element("ChecksumType", checksum.type);
}

/** The sum alone, as an element of an answer about a part. */
export function sumElement(checksum: Checksum | undefined): string {
  return checksum === undefined ? "" : element(checksumElement(checksum.algorithm), checksum.value);
}

/** What something is summed by, as elements of an answer. */
export function algorithmElements(
  checksum: Pick<Checksum, "algorithm" | "type"> | undefined,
): string {
  return checksum === undefined
    ? ""
    : element("ChecksumAlgorithm", checksum.algorithm.toUpperCase()) +
        element("ChecksumType", checksum.type);
}
