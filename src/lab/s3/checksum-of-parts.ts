import { combineCrcs, type CrcAlgorithm } from "../../aws/index.ts";
import {
  badChecksum,
  type Checksum,
  CHECKSUM_ALGORITHMS,
  CHECKSUM_HEADERS,
  type ChecksumAlgorithm,
  createRunningSum,
  DEFAULT_CHECKSUM,
  requireChecksumValue,
} from "../http/checksums.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredPart, Upload } from "../state/s3-tables.ts";
import type { NamedPart } from "./read-completion.ts";

/** The sum of an object that is made of parts: over their sums, or over all their bytes. */
export function checksumOfParts({ checksum }: Upload, parts: readonly StoredPart[]): Checksum {
  const { algorithm, type } = checksum ?? DEFAULT_CHECKSUM;
  const summed = parts.map((part) => ({
    digest: Buffer.from(part.checksum.value, "base64"),
    size: part.body.size,
  }));
  const crc = CRCS.get(algorithm);
  if (type === "FULL_OBJECT" && crc !== undefined) {
    const value = Buffer.from(combineCrcs(crc, summed)).toString("base64");
    return { algorithm, type, value };
  }
  const sum = createRunningSum(algorithm);
  for (const { digest } of summed) sum.update(digest);
  const digest = Buffer.from(sum.digest()).toString("base64");
  return { algorithm, type: "COMPOSITE", value: `${digest}-${parts.length}` };
}

/** The sum of a part that its client is told: of an upload that asked for none, the one it has sent. */
export function toldChecksum(
  upload: Upload,
  { checksum, sent }: Pick<StoredPart, "checksum" | "sent">,
): Checksum | undefined {
  return upload.checksum === undefined ? sent : checksum;
}

const CRCS: ReadonlyMap<ChecksumAlgorithm, CrcAlgorithm> = new Map([
  ["crc32", "CRC32"],
  ["crc32c", "CRC32C"],
  ["crc64nvme", "CRC64NVME"],
]);

/** A sum over sums can be held against nothing but the sums of the parts. */
export function requirePartSums({ checksum }: Upload, named: readonly NamedPart[]): void {
  if (checksum?.type !== "COMPOSITE") return;
  const bare = named.find((part) => part.checksum === undefined);
  if (bare === undefined) return;
  throw invalidRequest(
    `The upload was created using a ${checksum.algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${bare.number} in the request.`,
  );
}

/** Holds the sum against what the completion says of it. */
export function requireSameChecksum(request: LabRequest, checksum: Checksum): void {
  const type = headerOf(request, "x-amz-checksum-type");
  if (type !== undefined && type.toUpperCase() !== checksum.type) {
    throw invalidRequest(
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const sent = headerOf(request, CHECKSUM_HEADERS[algorithm]);
    if (sent === undefined) continue;
    const value = withoutCount(sent);
    requireChecksumValue(algorithm, value);
    const isSame = algorithm === checksum.algorithm && value === withoutCount(checksum.value);
    if (!isSame) throw badChecksum(checksum.algorithm);
  }
}

function withoutCount(value: string): string {
  return value.replace(/-\d+$/, "");
}
