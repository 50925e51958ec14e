import { AwsError, decodeXmlText, escapeXml } from "../../aws/index.ts";
import { type Cancellable, sumOf } from "../../sync/index.ts";
import { DEFAULT_CHECKSUM, sumHeaders } from "../checksum/sum-headers.ts";
import { WireError } from "../http/wire-error.ts";
import type { S3Connection } from "./s3-connection.ts";

const operation = "DeleteObjects";

/** Deletes up to 1,000 keys with one request; answers the refusals by key, and nothing of the rest. */
export async function deleteObjects(
  connection: S3Connection,
  keys: readonly string[],
  { signal }: Cancellable,
): Promise<ReadonlyMap<string, AwsError>> {
  const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`).join("");
  const body = Buffer.from(
    `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${objects}</Delete>`,
  );
  const { status, body: answer } = await connection.send({
    operation,
    method: "POST",
    query: "delete=",
    // S3 takes no DeleteObjects without a checksum (API Reference, DeleteObjects).
    headers: [["content-type", "application/xml"], ...sumHeaders(sumOf(DEFAULT_CHECKSUM, body))],
    body,
    signal,
  });
  const xml = answer.toString("utf8");
  if (!/<\/DeleteResult>\s*$|<DeleteResult[^>]*\/>\s*$/.test(xml)) {
    throw new WireError("ConnectionClosed", `the answer to ${operation} broke off before its end`);
  }
  const errors = Array.from(
    xml.matchAll(/<Error>(.*?)<\/Error>/gs),
    ([, error = ""]): [string, AwsError] => {
      const detail = { code: elementOf(error, "Code"), message: elementOf(error, "Message") };
      return [elementOf(error, "Key"), new AwsError({ ...detail, status, operation })];
    },
  );
  return new Map(errors);
}

function elementOf(xml: string, name: string): string {
  return decodeXmlText(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "");
}
