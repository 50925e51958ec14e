import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumElement,
  CHECKSUM_ALGORITHMS,
  CHECKSUM_HEADERS,
  type ChecksumType,
} from "../http/checksums.ts";
import { element } from "../xml/write-xml.ts";

/** Headers with which S3 returns a stored sum. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  return checksum === undefined
    ? {}
    : {
        [CHECKSUM_HEADERS[checksum.algorithm]]: checksum.value,
        "x-amz-checksum-type": checksum.type,
      };
}

/** The same of a part, which has no type of its own. */
export function partChecksumHeader(checksum: Checksum | undefined): Record<string, string> {
  return checksum === undefined ? {} : { [CHECKSUM_HEADERS[checksum.algorithm]]: checksum.value };
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
  return checksum === undefined ? "" : ALGORITHM_ELEMENTS[checksum.algorithm][checksum.type];
}

// A listing writes a thousand of them.
const ALGORITHM_ELEMENTS = Object.fromEntries(
  CHECKSUM_ALGORITHMS.map((algorithm) => {
    const elementsOf = (type: ChecksumType): string =>
      [element("ChecksumAlgorithm", algorithm.toUpperCase()), element("ChecksumType", type)].join(
        "",
      );
    return [
      algorithm,
      { FULL_OBJECT: elementsOf("FULL_OBJECT"), COMPOSITE: elementsOf("COMPOSITE") },
    ];
  }),
) as Readonly<Record<ChecksumAlgorithm, Readonly<Record<ChecksumType, string>>>>;
