import type { JsonObject, JsonValue } from "../json/json-input.ts";
import { validationException } from "../json/json-refusal.ts";
import { pageOf, type PageNames } from "../json/page.ts";

const NAMES: PageNames = {
  limit: "MaxResults",
  token: "NextToken",
  nextToken: "NextToken",
  defaultLimit: 100,
  maxLimit: 100,
  invalidToken: () => validationException("The NextToken is not valid."),
};

/** The members by which lists of Identity Center are paged. */
export const PAGE_MEMBERS: readonly string[] = [NAMES.limit, NAMES.token];

/** One page of a list, under the list's name. */
export function ssoPage(input: JsonObject, name: string, all: readonly JsonValue[]): JsonObject {
  const { items, more } = pageOf(input, all, NAMES);
  return { [name]: items, ...more };
}
