import type { SmallGetOptions, SmallObject } from "../../sync/index.ts";
import { verifyBody } from "../checksum/body-checksum.ts";
import { storedSums } from "../checksum/stored-sums.ts";
import { objectState } from "./object-head.ts";
import type { S3Connection } from "./s3-connection.ts";
import { customerKeyHeaders } from "./write-headers.ts";

/**
 * Reads an object whole and checks it; undefined when it has more than `most` bytes. One that is not
 * what S3 has a checksum of is read again.
 */
export async function readSmallObject(
  connection: S3Connection,
  key: string,
  { most, sseCustomer, signal }: SmallGetOptions,
): Promise<SmallObject | undefined> {
  const request = {
    operation: "GetObject",
    method: "GET",
    key,
    headers: [["x-amz-checksum-mode", "ENABLED"], ...customerKeyHeaders(sseCustomer)],
    signal,
    wholeUpTo: most,
  } as const;
  for (let number = 1; ; number++) {
    const response = await connection.readSmall(request);
    if (response === undefined) return undefined;
    const { headers, body } = response;
    const { size, modifiedMs } = objectState(headers, { operation: "GetObject", key });
    try {
      verifyBody(body, storedSums(headers));
      return { size, modifiedMs, body };
    } catch (failure) {
      await connection.pauseOrThrow({ error: connection.describe(failure, key), number, signal });
    }
  }
}
