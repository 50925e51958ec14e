import type { JsonObject } from "../json/json-input.ts";
import { jsonRefusal } from "../json/json-refusal.ts";
import { pageOf, type PageNames } from "../json/page.ts";

const NAMES: Omit<PageNames, "defaultLimit" | "maxLimit"> = {
  limit: "Limit",
  token: "Marker",
  nextToken: "NextMarker",
  invalidToken: () => jsonRefusal("InvalidMarkerException", "Could not deserialize marker"),
};

/** The members by which lists of KMS are paged. */
export const PAGE_MEMBERS: readonly string[] = [NAMES.limit, NAMES.token];

/** One page of a list of KMS, under the list's name. */
export function kmsPage(
  input: JsonObject,
  name: string,
  {
    all,
    limit = 100,
    max = 1000,
  }: { readonly all: readonly JsonObject[]; readonly limit?: number; readonly max?: number },
): JsonObject {
  const { items, more } = pageOf(input, all, { ...NAMES, defaultLimit: limit, maxLimit: max });
  return { [name]: items, ...more, Truncated: NAMES.nextToken in more };
}
