import { parseArn } from "../../aws/index.ts";
import { s3ViaService } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { GrantDraft } from "./grant-draft.ts";
import { isOfObjects, isWholeListing } from "./grant-statements.ts";
import type { Opening } from "./grant-proposal.ts";
import type { PolicyPrincipal } from "./policy-principal.ts";
import { sourceAccount } from "./trust-document.ts";

/** What a draft lets in besides what was asked for: whom else, and what else they may reach. */
export function openingsOf(
  draft: GrantDraft,
  facts: Facts,
  principal: PolicyPrincipal,
): readonly Opening[] {
  return [...othersLetIn(draft, facts, principal), ...unrestrained(draft), ...moreReached(draft)];
}

function othersLetIn(
  { document }: GrantDraft,
  facts: Facts,
  principal: PolicyPrincipal,
): readonly Opening[] {
  const { caller } = facts;
  const sessions: readonly Opening[] =
    caller.kind === "roleSession" ? [{ code: "sessions", role: caller.roleArn }] : [];
  switch (document.kind) {
    case "userPolicy":
      return [];
    case "rolePolicy":
      return sessions;
    case "permissionSet":
      return [{ code: "permission-set", name: document.name }];
    case "trustPolicy":
      return [{ code: "jobs", account: sourceAccount(facts) }];
    case "bucketPolicy":
    case "accessPointPolicy":
    case "keyPolicy":
    case "keyGrant":
    case "vpcEndpointPolicy":
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

/** What a grant of KMS or the policy of a VPC endpoint cannot hold back. */
function unrestrained({ document, lacks }: GrantDraft): readonly Opening[] {
  if (document.kind === "keyGrant") return [{ code: "direct-use", key: document.key }];
  if (document.kind !== "vpcEndpointPolicy") return [];
  const listings = lacks.filter(({ need }) => !isOfObjects(need));
  return [...new Set(listings.map(({ need }) => need.bucket))].flatMap((bucket) => {
    const prefixes = listings
      .filter(({ need }) => need.bucket === bucket)
      .map(({ need }) => need.context["s3:prefix"]?.[0] ?? "");
    const isMeant = prefixes.includes("");
    return !isMeant && isWholeListing(prefixes, { isEndpoint: true })
      ? [{ code: "whole-listing", bucket }]
      : [];
  });
}

/** Objects of all buckets may be under one key; and before 2012-10-17 a wildcard of a key is one. */
function moreReached({ document, lacks, statements, before }: GrantDraft): readonly Opening[] {
  const services = (document.kind === "keyGrant" ? [] : lacks)
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
