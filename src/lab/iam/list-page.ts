import { type QueryCall, validationError } from "../query/query-call.ts";
import { readWhole } from "../query/validate.ts";
import { element, wrap } from "../xml/write-xml.ts";

/** The parameters of every operation that lists. */
export const PAGE_PARAMETERS: readonly string[] = ["Marker", "MaxItems"];

/** Something in a list: a marker points behind it. */
export interface ListItem {
  readonly key: string;
  readonly xml: string;
}

// IAM API Reference, every List operation: `MaxItems`.
const DEFAULT_SIZE = 100;
const MAX_SIZE = 1000;

interface Page<Item> {
  readonly items: readonly Item[];
  /** `IsTruncated`, and `Marker` where there is more. */
  readonly ending: string;
}

/** The page of a list that a call asks for. */
export function pageOf<Item extends Pick<ListItem, "key">>(
  call: QueryCall,
  all: readonly Item[],
): Page<Item> {
  const size =
    readWhole(call.form.get("MaxItems"), "maxItems", { min: 1, max: MAX_SIZE }) ?? DEFAULT_SIZE;
  const marker = call.form.get("Marker");
  const start = marker === undefined ? 0 : all.findIndex(({ key }) => key === readMarker(marker));
  if (start < 0) throw validationError("Invalid Marker.");
  const items = all.slice(start, start + size);
  const next = all[start + size];
  const ending =
    element("IsTruncated", next !== undefined) +
    element("Marker", next && Buffer.from(next.key).toString("base64"));
  return { items, ending };
}

/** A whole answer that is one list. */
export function listResult(call: QueryCall, name: string, all: readonly ListItem[]): string {
  const { items, ending } = pageOf(call, all);
  return wrap(name, items.map(({ xml }) => xml).join("")) + ending;
}

/** The members of a list that comes whole. */
export function members(items: readonly string[]): string {
  return items.map((item) => wrap("member", item)).join("");
}

function readMarker(marker: string): string {
  return Buffer.from(marker, "base64").toString();
}
