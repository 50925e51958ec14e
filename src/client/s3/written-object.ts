import { decodeXmlText } from "../../aws/index.ts";
import type { Sum, WrittenObject } from "../../sync/index.ts";
import { CHECKSUM_ALGORITHMS, storedSums } from "../checksum/stored-sums.ts";
import { checksumElement, checksumHeader } from "../checksum/sum-headers.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { unquoted } from "./unquoted.ts";

/** What the answer to a copy or a completion says of the new object. */
export function writtenObject(response: HttpResponse): WrittenObject {
  return new AnsweredObject(response);
}

/** The ETag says enough of most copies, so that only who asks for sums has them looked for. */
class AnsweredObject implements WrittenObject {
  readonly etag: string | undefined;
  readonly #response: HttpResponse;

  constructor(response: HttpResponse) {
    this.etag = etagIn(rawText(response, "ETag"));
    this.#response = response;
  }

  get sums(): readonly Sum[] {
    const response = this.#response;
    const sums = CHECKSUM_ALGORITHMS.map(
      (algorithm) =>
        [checksumHeader(algorithm), elementText(response, checksumElement(algorithm))] as const,
    );
    // The same words as a read has in its headers.
    return storedSums({
      ...response.headers,
      ...Object.fromEntries(sums.filter(([, value]) => value !== undefined)),
      etag: elementText(response, "ETag"),
      "x-amz-checksum-type": elementText(response, "ChecksumType"),
    });
  }
}

/** The text of the only element of that name in an answer. */
export function elementText(response: HttpResponse, name: string): string | undefined {
  const text = rawText(response, name);
  return text === undefined ? undefined : decodeXmlText(text);
}

/** As S3 writes it an ETag stands between `&quot;`, which every copy has to be rid of. */
function etagIn(text: string | undefined): string | undefined {
  const [, plain] = /^&quot;([^&]*)&quot;$/.exec(text ?? "") ?? [];
  return plain ?? (text === undefined ? undefined : unquoted(decodeXmlText(text)));
}

function rawText({ body }: HttpResponse, name: string): string | undefined {
  const xml = body.toString("utf8");
  const tag = `<${name}>`;
  const start = xml.indexOf(tag);
  const end = start < 0 ? -1 : xml.indexOf("<", start + tag.length);
  if (end < 0 || !xml.startsWith(`</${name}>`, end)) return undefined;
  return xml.slice(start + tag.length, end);
}
