import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, checksumElement } from "../http/checksums.ts";
import { malformedXml } from "../refusal.ts";
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
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = childText(part, checksumElement(algorithm))?.trim();
    if (value !== undefined)
      return { number: Number(number), etag, checksum: { algorithm, value } };
  }
  return { number: Number(number), etag };
}
