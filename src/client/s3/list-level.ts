import { decodeUrlEncodedKey, decodeXmlText, percentEncode } from "../../aws/index.ts";
import type { Cancellable, DirectoryOptions, Entry } from "../../sync/index.ts";
import { nextToken } from "./list-page.ts";
import type { S3Connection } from "./s3-connection.ts";
import { scanEntries } from "./scan-entries.ts";

/** What to list: with `/` for a delimiter one level, without one all that is below. */
export interface LevelOptions extends Cancellable {
  readonly prefix: string;
  readonly delimiter?: string;
  readonly pageSize?: number;
  /** Only what is behind this key. */
  readonly after?: string;
}

/** One page of a level: objects, and what longer keys begin with. */
export interface LevelPage {
  readonly prefixes: readonly string[];
  readonly entries: readonly Entry[];
}

/** Lists one level of a bucket, page by page. */
export async function* listLevel(
  connection: S3Connection,
  options: LevelOptions,
): AsyncGenerator<LevelPage, void, undefined> {
  const { signal } = options;
  let token: string | undefined;
  do {
    const query = levelQuery(options, token);
    const request = { operation: "ListObjectsV2", method: "GET", query, signal } as const;
    const { body } = await connection.send(request);
    const xml = body.toString("utf8");
    const isUrlEncoded = xml.includes("<EncodingType>url</EncodingType>");
    yield {
      prefixes: prefixesIn(xml, isUrlEncoded),
      entries: scanEntries(body, isUrlEncoded).entries(),
    };
    token = nextToken(body);
  } while (token !== undefined);
}

/** Directories right under a prefix, with one request. */
export async function listDirectories(
  connection: S3Connection,
  options: DirectoryOptions,
): Promise<readonly string[]> {
  const level = listLevel(connection, { ...options, delimiter: "/" });
  const first = await level.next();
  return first.done === true ? [] : first.value.prefixes;
}

/** Names in the order in which SigV4 wants them. */
function levelQuery(
  { prefix, delimiter, pageSize, after }: LevelOptions,
  token: string | undefined,
): string {
  return [
    ...(token === undefined ? [] : [`continuation-token=${percentEncode(token)}`]),
    ...(delimiter === undefined ? [] : [`delimiter=${percentEncode(delimiter)}`]),
    "encoding-type=url",
    "list-type=2",
    `max-keys=${pageSize ?? 1000}`,
    `prefix=${percentEncode(prefix)}`,
    ...(after === undefined ? [] : [`start-after=${percentEncode(after)}`]),
  ].join("&");
}

function prefixesIn(xml: string, isUrlEncoded: boolean): readonly string[] {
  const found = xml.matchAll(/<CommonPrefixes>\s*<Prefix>([^<]*)<\/Prefix>/g);
  return Array.from(found, ([, text = ""]) => {
    const prefix = decodeXmlText(text);
    return isUrlEncoded ? (decodeUrlEncodedKey(prefix) ?? prefix) : prefix;
  });
}
