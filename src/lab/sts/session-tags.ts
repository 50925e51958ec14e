import { readTags } from "../iam/read-tags.ts";
import type { QueryCall } from "../query/query-call.ts";
import { readList } from "../query/read-list.ts";
import { Refusal } from "../refusal.ts";
import type { SessionFacts } from "../state/iam-tables.ts";
import type { Pairs } from "../state/stored-object.ts";
import { mergeTags, requestTags } from "../tags.ts";

/** The tags of a session that is about to be opened. */
export interface SessionTags {
  /** Those that the call gives. */
  readonly requested: Pairs;
  /** Those and the ones that it inherits. */
  readonly all: Pairs;
  /** As they were written: policies compare them with their case. */
  readonly transitive: readonly string[];
}

/** The tags that an AssumeRole gives, and those that its caller's session passes on. */
export function readSessionTags(call: QueryCall): SessionTags {
  const requested = readTags(call);
  const transitive = readList(call, "TransitiveTagKeys");
  return joinTags({ requested, transitive }, call.identity.facts ?? {});
}

/** IAM User Guide, Passing session tags: role chaining keeps transitive tags as they are. */
export function joinTags(
  { requested, transitive }: Pick<SessionTags, "requested" | "transitive">,
  opener: SessionFacts,
): SessionTags {
  const inherited = (opener.tags ?? []).filter(([key]) => isTransitive(opener, key));
  const keys = new Set(requested.map(([key]) => key.toLowerCase()));
  if (transitive.some((key) => !keys.has(key.toLowerCase()))) {
    throw invalid("The specified transitive tag key must be included in the requested tags.");
  }
  if (inherited.some(([key]) => keys.has(key.toLowerCase()))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return {
    requested,
    all: mergeTags(inherited, requested),
    transitive: [...inherited.map(([key]) => key), ...transitive],
  };
}

function isTransitive({ transitive = [] }: SessionFacts, key: string): boolean {
  return transitive.some((other) => other.toLowerCase() === key.toLowerCase());
}

/** The condition keys of a request that tags a session. */
export function tagContext({
  all,
  transitive,
}: SessionTags): Readonly<Record<string, string | readonly string[]>> {
  return {
    ...requestTags(all),
    ...(transitive.length > 0 && { "sts:transitivetagkeys": transitive }),
  };
}

function invalid(message: string): Refusal {
  return new Refusal({ code: "InvalidParameterValue", status: 400, message });
}
