import type { Identity } from "./authenticate.ts";
import type { LabState } from "./state/lab-state.ts";
import { mergeTags } from "./tags.ts";

/** Condition keys that follow from a caller's tags, and from what its session was opened with. */
export function sessionContext(
  { principals }: Pick<LabState, "principals">,
  { caller, facts = {} }: Pick<Identity, "caller" | "facts">,
): readonly (readonly [key: string, value: string])[] {
  // IAM User Guide, Passing session tags: they override the tags of the role or user.
  const tags = mergeTags(principals.tagsOf(caller), facts.tags ?? []);
  return [
    ...tags.map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value] as const),
    ...(facts.sourceIdentity === undefined
      ? []
      : [["aws:sourceidentity", facts.sourceIdentity] as const]),
    ...(facts.provider === undefined ? [] : [["aws:federatedprovider", facts.provider] as const]),
  ];
}
