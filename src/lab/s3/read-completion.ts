import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  checksumElement,
  isChecksumValue,
} from "../http/checksums.ts";
import { invalidArgument, malformedXml } from "../refusal.ts";
import { childText, expectElement, readXml, type XmlElement } from "../xml/read-xml.ts";

/** A part as the document of CompleteMultipartUpload names it. */
export interface NamedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

const PART_ELEMENTS = ["PartNumber", "ETag", ...CHECKSUM_ALGORITHMS.map(checksumElement)];

/** Reads the list of parts that an upload is completed with. */
export function readCompletion(text: string): readonly NamedPart[] {
  const root = expectElement(readXml(text), "CompleteMultipartUpload", ["Part"]);
  if (root.children.length === 0 || root.children.length > 10_000) throw malformedXml();
  return root.children.map(readPart);
}

function readPart(part: XmlElement): NamedPart {
  expectElement(part, "Part", PART_ELEMENTS);
  const number = childText(part, "PartNumber")?.trim() ?? "";
  const etag = childText(part, "ETag")
    ?.trim()
    .replace(/^"(.*)"$/, "$1");
  if (!/^\d{1,5}$/.test(number) || etag === undefined) throw malformedXml();
  const checksum = readChecksum(part);
  return { number: Number(number), etag, ...(checksum && { checksum }) };
}

function readChecksum(part: XmlElement): NamedPart["checksum"] {
  const [checksum, ...others] = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = childText(part, checksumElement(algorithm))?.trim();
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (checksum === undefined) return undefined;
  if (others.length === 0 && isChecksumValue(checksum.algorithm, checksum.value)) return checksum;
  const all = [checksum, ...others].map(
    ({ algorithm, value }) => `${algorithm.toUpperCase()}:${value};`,
  );
  throw invalidArgument(
    "Invalid Base64 or multiple checksums present in request",
    "Checksum",
    all.join(""),
  );
}
