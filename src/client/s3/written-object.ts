import { decodeXmlText } from "../../aws/index.ts";
import type { WrittenObject } from "../../sync/index.ts";
import { CHECKSUM_ALGORITHMS, storedSums } from "../checksum/stored-sums.ts";
import { checksumElement, checksumHeader } from "../checksum/sum-headers.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { unquoted } from "./unquoted.ts";

/** What the answer to a copy or a completion says of the new object. */
export function writtenObject(response: HttpResponse): WrittenObject {
  const etag = elementText(response, "ETag");
  const sums = CHECKSUM_ALGORITHMS.map(
    (algorithm) =>
      [checksumHeader(algorithm), elementText(response, checksumElement(algorithm))] as const,
  );
  return {
    etag: etag === undefined ? undefined : unquoted(etag),
    // The same words as a read has in its headers.
    sums: storedSums({
      ...response.headers,
      ...Object.fromEntries(sums.filter(([, value]) => value !== undefined)),
      etag,
      "x-amz-checksum-type": elementText(response, "ChecksumType"),
    }),
  };
}

/** The text of the only element of that name in an answer. */
export function elementText({ body }: HttpResponse, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(body.toString("utf8"))?.[1];
  return text === undefined ? undefined : decodeXmlText(text);
}
