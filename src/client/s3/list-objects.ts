import { compareUtf8, percentEncode } from "../../aws/index.ts";
import type { Entry, Listing, ListOptions } from "../../sync/index.ts";
import type { HttpResponse } from "../http/http-message.ts";
import { WireError } from "../http/wire-error.ts";
import { nextToken, readListPage } from "./list-page.ts";
import type { S3Connection } from "./s3-connection.ts";

/** Lists a prefix page by page, asking for each page while the one before it is consumed. */
export async function* listObjects(connection: S3Connection, options: ListOptions): Listing {
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const fetchPage = (token?: string): Promise<HttpResponse> => {
    const page = connection.send({
      operation: "ListObjectsV2",
      method: "GET",
      query: listQuery(options, token),
      signal,
    });
    // Whoever stops reading early never awaits the page ahead; its failure concerns nobody.
    page.catch(() => undefined);
    return page;
  };
  try {
    let pending: Promise<HttpResponse> | undefined = fetchPage();
    let token: string | undefined;
    let last: Entry | undefined;
    while (pending !== undefined) {
      const { body } = await pending;
      const following = nextToken(body);
      if (following !== undefined && following === token) throw stuck(options.prefix);
      token = following;
      pending = token === undefined ? undefined : fetchPage(token);
      const entries = readListPage(body);
      last = advance(last, entries, options.prefix);
      yield entries;
    }
  } finally {
    stop.abort();
  }
}

/** Names in the order in which SigV4 wants them. */
function listQuery({ prefix, pageSize }: ListOptions, token: string | undefined): string {
  const parameters = [
    ...(token === undefined ? [] : [`continuation-token=${percentEncode(token)}`]),
    "encoding-type=url",
    "list-type=2",
    `max-keys=${pageSize ?? 1000}`,
    `prefix=${percentEncode(prefix)}`,
  ];
  return parameters.join("&");
}

/** Keys must go up from page to page: an endless listing would otherwise never be noticed. */
function advance(
  last: Entry | undefined,
  page: readonly Entry[],
  prefix: string,
): Entry | undefined {
  const first = page[0];
  if (first !== undefined && last !== undefined && compareUtf8(last.key, first.key) >= 0) {
    throw stuck(prefix);
  }
  return page.at(-1) ?? last;
}

function stuck(prefix: string): WireError {
  return new WireError(
    "UnreadableAnswer",
    `cannot list \`${prefix}\`: the pages that ListObjectsV2 answers do not go forward`,
  );
}
