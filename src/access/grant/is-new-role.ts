import type { GrantEdit } from "./grant-proposal.ts";

/** Whether a role is made with its trust policy. */
export function isNewRole({ before, document }: Pick<GrantEdit, "before" | "document">): boolean {
  return document.kind === "trustPolicy" && before.known && before.value === undefined;
}
