import type { JsonObject } from "../json/json-input.ts";
import { pageOf, type PageNames } from "../json/page.ts";
import { invalidInput } from "./organization-refusals.ts";

const NAMES: PageNames = {
  limit: "MaxResults",
  token: "NextToken",
  nextToken: "NextToken",
  defaultLimit: 20,
  maxLimit: 20,
  invalidToken: () => invalidInput("INVALID_NEXT_TOKEN", "The specified NextToken is not valid."),
};

/** The members by which lists of Organizations are paged. */
export const PAGE_MEMBERS: readonly string[] = [NAMES.limit, NAMES.token];

/** One page of a list, under the list's name. */
export function organizationPage(
  input: JsonObject,
  name: string,
  all: readonly JsonObject[],
): JsonObject {
  const { items, more } = pageOf(input, all, NAMES);
  return { [name]: items, ...more };
}
