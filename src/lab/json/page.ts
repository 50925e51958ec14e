import { type JsonObject, numberOf, textOf } from "./json-input.ts";
import type { Refusal } from "../refusal.ts";

/** How a service names the members of its pages. */
export interface PageNames {
  readonly limit: string;
  readonly token: string;
  readonly nextToken: string;
  readonly defaultLimit: number;
  readonly maxLimit: number;
  readonly invalidToken: () => Refusal;
}

/** Some of the items, and what the answer says of the rest. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly more: JsonObject;
}

/** Cuts one page out of all items; the token is the place of the next one. */
export function pageOf<Item>(
  input: JsonObject,
  all: readonly Item[],
  names: PageNames,
): Page<Item> {
  const bounds = { min: 1, max: names.maxLimit };
  const limit = numberOf(input, names.limit, bounds) ?? names.defaultLimit;
  const token = textOf(input, names.token);
  const start = token === undefined ? 0 : readToken(token, names);
  const end = start + limit;
  const next = end < all.length ? Buffer.from(String(end)).toString("base64url") : undefined;
  return {
    items: all.slice(start, end),
    more: next === undefined ? {} : { [names.nextToken]: next },
  };
}

function readToken(token: string, names: PageNames): number {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (!/^\d{1,9}$/.test(text)) throw names.invalidToken();
  return Number(text);
}
