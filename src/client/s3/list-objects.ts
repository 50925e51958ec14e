import { compareUtf8, percentEncode } from "../../aws/index.ts";
import type { Entry, ListedPage, Listing, ListOptions, PageOptions } from "../../sync/index.ts";
import { WireError } from "../http/wire-error.ts";
import { nextToken, readListPage } from "./list-page.ts";
import type { S3Connection } from "./s3-connection.ts";

/** Lists one page of a prefix, from its beginning or where `from` says. */
export async function listPage(
  connection: S3Connection,
  options: PageOptions,
): Promise<ListedPage> {
  const { signal } = options;
  const query = listQuery(options);
  const sent = { operation: "ListObjectsV2", method: "GET", query } as const;
  const { body } = await connection.send({ ...sent, ...(signal && { signal }) });
  const token = nextToken(body);
  return { read: () => readListPage(body), ...(token !== undefined && { token }) };
}

/** Lists a prefix page by page, asking for each page while the one before it is consumed. */
export async function* listObjects(connection: S3Connection, options: ListOptions): Listing {
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const ask = (token?: string): Promise<ListedPage> => {
    const from = token === undefined ? {} : { from: { token } };
    const page = listPage(connection, { ...options, ...from, signal });
    // Whoever stops reading early never awaits the page ahead; its failure concerns nobody.
    page.catch(() => undefined);
    return page;
  };
  try {
    let last: Entry | undefined;
    let token: string | undefined;
    for (let asked: Promise<ListedPage> | undefined = ask(); asked !== undefined;) {
      const listed: ListedPage = await asked;
      if (listed.token !== undefined && listed.token === token) throw stuck(options.prefix);
      token = listed.token;
      asked = token === undefined ? undefined : ask(token);
      const entries = listed.read().entries();
      last = advance(last, entries, options.prefix);
      yield entries;
    }
  } finally {
    stop.abort();
  }
}

/** Names in the order in which SigV4 wants them. */
function listQuery({ prefix, pageSize, from }: PageOptions): string {
  const token = from !== undefined && "token" in from ? from.token : undefined;
  const after = from !== undefined && "after" in from ? from.after : undefined;
  const parameters = [
    ...(token === undefined ? [] : [`continuation-token=${percentEncode(token)}`]),
    "encoding-type=url",
    "list-type=2",
    `max-keys=${pageSize ?? 1000}`,
    `prefix=${percentEncode(prefix)}`,
    ...(after === undefined ? [] : [`start-after=${percentEncode(after)}`]),
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
