import type { S3Connection } from "./s3-connection.ts";
import type { Written } from "./write-object.ts";
import { writeHeaders } from "./write-headers.ts";

/** The MD5 of no body that anybody has. */
const WRONG_MD5 = "AAAAAAAAAAAAAAAAAAAAAA==";

/**
 * Asks to write over an object so that S3 must refuse: it is there already (412), and the body is not
 * what was announced (400, BadDigest), so that nothing is written either where it has gone meanwhile.
 */
export async function attemptPut(
  connection: S3Connection,
  { key, options }: Written,
): Promise<void> {
  await connection.send({
    operation: "PutObject",
    method: "PUT",
    key,
    headers: [
      ...writeHeaders({ ...options, ifNoneMatch: "*" }),
      ["content-md5", WRONG_MD5] as const,
    ],
    body: new Uint8Array(),
    signal: options.signal,
  });
}
