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

/** The same as elements of an answer. */
export function checksumElements(checksum: Checksum | undefined): string {
  return checksum === undefined
    ? ""
    : element(checksumElement(checksum.algorithm), checksum.value) +
        element("ChecksumType", checksum.type);
}
