import type { SmallGetOptions, SmallObject } from "../../sync/index.ts";
import { verifyBody } from "../checksum/body-checksum.ts";
import { objectHead } from "./object-head.ts";
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
  } as const;
  for (let number = 1; ; number++) {
    const response = await connection.readUpTo(most, request);
    if (response === undefined) return undefined;
    const { headers, body } = response;
    const head = objectHead(headers, { operation: "GetObject", key });
    try {
      verifyBody(body, head.sums);
      return { ...head, body };
    } catch (failure) {
      await connection.pauseOrThrow({ error: connection.describe(failure, key), number, signal });
    }
  }
}
