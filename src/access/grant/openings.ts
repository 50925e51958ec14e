import { parseArn } from "../../aws/index.ts";
import { s3ViaService } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { GrantDraft } from "./grant-draft.ts";
import type { Opening } from "./grant-proposal.ts";
import type { PolicyPrincipal } from "./policy-principal.ts";

/** What a draft lets in besides what was asked for: whom else, and what else they may reach. */
export function openingsOf(
  draft: GrantDraft,
  facts: Facts,
  principal: PolicyPrincipal,
): readonly Opening[] {
  return [...othersLetIn(draft, facts, principal), ...moreReached(draft)];
}

function othersLetIn(
  { document }: GrantDraft,
  { caller }: Facts,
  principal: PolicyPrincipal,
): readonly Opening[] {
  const sessions: readonly Opening[] =
    caller.kind === "roleSession" ? [{ code: "sessions", role: caller.roleArn }] : [];
  switch (document.kind) {
    case "userPolicy":
      return [];
    case "rolePolicy":
      return sessions;
    case "permissionSet":
      return [{ code: "permission-set", name: document.name }];
    case "bucketPolicy":
    case "keyPolicy":
      return othersNamed(principal) ?? sessions;
  }
}

/** Whom a principal names that is not one alone. */
function othersNamed({
  aws,
  organization = "",
  principalArns = [],
  style,
}: PolicyPrincipal): readonly Opening[] | undefined {
  switch (style) {
    case "role":
      return undefined;
    case "pattern":
      return [{ code: "roles-like", patterns: principalArns }];
    case "account":
      return [{ code: "account", account: parseArn(aws)?.account ?? "unknown" }];
    case "organization":
      return [{ code: "organization", organization }];
  }
}

/** Objects of all buckets may be under one key; and before 2012-10-17 a wildcard of a key is one. */
function moreReached({ document, lacks, statements, before }: GrantDraft): readonly Opening[] {
  const services = lacks
    .filter(({ need }) => need.via !== undefined)
    .map(({ need }) => s3ViaService(parseArn(need.resource)?.region ?? ""));
  const version = before.known ? before.value?.document.version : undefined;
  const isLoose =
    version === "2008-10-17" &&
    lacks.some(({ need }) => /[*?]/.test(need.resource)) &&
    statements.length > 0;
  return [
    ...[...new Set(services)].map((service) => ({ code: "any-bucket", service }) as const),
    ...(isLoose && document.kind !== "keyPolicy" ? [{ code: "wildcards" } as const] : []),
  ];
}
