import type { PageState } from "./fragment.ts";

/** A page on which nothing is picked or changed yet. */
export function startOf({ language }: Pick<PageState, "language">): PageState {
  return {
    language,
    from: "",
    profile: "",
    source: "",
    destination: "",
    large: undefined,
    need: undefined,
    layer: undefined,
    edits: new Map(),
  };
}
