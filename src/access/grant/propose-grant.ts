import { parseArn } from "../../aws/index.ts";
import type { Layer } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { factsByOwnName } from "../facts/own-name.ts";
import { judge, type Judgement } from "../gaps/judge.ts";
import { withKeyNeeds } from "../gaps/with-key-needs.ts";
import type { Need } from "../needs/need.ts";
import { draftText } from "./apply-draft.ts";
import { denyExceptions, metByRequest } from "./deny-exceptions.ts";
import { droppedOrphans } from "./drop-orphans.ts";
import type { GrantDraft } from "./grant-draft.ts";
import type {
  GrantedDocument,
  GrantEdit,
  GrantProposal,
  GrantRefusal,
  PrincipalStyle,
} from "./grant-proposal.ts";
import { identityDocument } from "./identity-document.ts";
import type { Lack } from "./lacking-layers.ts";
import { sharedStatement } from "./merge-statements.ts";
import { openingsOf } from "./openings.ts";
import { planDrafts } from "./plan-drafts.ts";
import { type PolicyPrincipal, policyPrincipal } from "./policy-principal.ts";
import { isNecessary, proveGrant, spareParts } from "./prove-grant.ts";
import { purposeOf } from "./purpose-of.ts";
import { standingPolicy } from "./standing-policy.ts";
import { unknownAccessPoints } from "./unknown-access-points.ts";
import { unusableKeys } from "./unusable-keys.ts";
import { withoutOtherGrants } from "./without-other-grants.ts";

/** What to grant, on which facts, and how bucket policies should name the caller. */
export interface GrantQuestion {
  readonly needs: readonly Need[];
  readonly facts: Facts;
  readonly principalStyle?: PrincipalStyle;
  /** Whether deleted principals may be taken out of policies that could not be written otherwise. */
  readonly dropsOrphans?: boolean;
  /** Whether keys are opened by grants of KMS, which leave key policies as they are. */
  readonly keyGrants?: boolean;
  /** What it is for: what was granted for other purposes is kept apart, and a revocation names the same. */
  readonly purpose?: string;
}

/** Writes the smallest change that meets the needs, by owner, and proves it by judging again. */
export function proposeGrant(question: GrantQuestion): GrantProposal {
  const { facts, principalStyle = "role", dropsOrphans = false, keyGrants = false } = question;
  const needs = withKeyNeeds(question.needs, facts);
  const purpose = purposeOf(facts, question.purpose ?? "");
  const alone = withoutOtherGrants(facts, purpose);
  const judgements = judge(needs, alone);
  const principal = policyPrincipal(facts, principalStyle);
  if (principal === undefined) return anonymousProposal(judgements, question);
  const unusable = unusableKeys(judgements, facts);
  const unknown = unknownAccessPoints(facts);
  const isOfUnknown = ({ bucket }: Need): boolean =>
    unknown.some(({ accessPoint }) => accessPoint === bucket);
  const {
    drafts,
    lacks,
    refusals: refused,
  } = planDrafts({
    needs,
    facts,
    alone,
    judgements,
    unusable: [...unusable.map(({ need }) => need), ...needs.filter(isOfUnknown)],
    manner: { principal, dropsOrphans, purpose },
    keyGrants,
  });
  const refusals: GrantRefusal[] = [
    ...judgements.flatMap((judgement) => explicitDenies(judgement, alone)),
    ...unusable,
    ...unknown,
    ...lacks.filter(isLimit).map((lack) => ({ code: "limit-silent", ...lack }) as const),
    ...federatedLacks(lacks, facts),
    ...refused,
  ];
  return {
    principalStyle: principal.style,
    edits: drafts.map((draft) => editOf(draft, { facts, alone, principal })),
    refusals,
    proof: proveGrant(needs, facts, drafts),
  };
}

function anonymousProposal(
  judgements: readonly Judgement[],
  { needs, facts, principalStyle = "role" }: GrantQuestion,
): GrantProposal {
  const refusals = judgements
    .filter(({ decision }) => decision.outcome !== "allowed")
    .map(({ need }): GrantRefusal => ({ code: "anonymous-caller", need }));
  return { principalStyle, edits: [], refusals, proof: proveGrant(needs, facts, []) };
}

/**
 * Layers that we write no statement in; one that could not be read is said to be so by the proof, and so is whose the
 * objects are: their ACLs decide nothing where the bucket policy is made to.
 */
function isLimit({ layer, allows }: Lack): boolean {
  return allows === "no" && !OTHERWISE.has(layer);
}

const OTHERWISE: ReadonlySet<Layer> = new Set([
  "identity",
  "resource",
  "accessPoint",
  "keyPolicy",
  "vpcEndpoint",
  "objectOwnership",
  "roleTrust",
]);

/** What is missing in policies that are a user's, and of that user nothing is known. */
function federatedLacks(lacks: readonly Lack[], facts: Facts): readonly GrantRefusal[] {
  if (identityDocument(facts) !== undefined) return [];
  return lacks
    .filter(({ layer }) => layer === "identity")
    .map(({ need, account }) => ({ code: "federated-caller", need, account }));
}

function explicitDenies(judgement: Judgement, facts: Facts): readonly GrantRefusal[] {
  const { need, decision } = judgement;
  const exceptions = denyExceptions(judgement, facts);
  return decision.gates
    .filter(({ denies }) => denies === "yes")
    .map(({ layer, account, setting, statements }) => {
      const denying = statements.filter(
        ({ effect, matches }) => effect === "Deny" && matches === "yes",
      );
      const refusesAcl = setting?.kind === "publicAccess" && setting.flag === "BlockPublicAcls";
      const [metBy, ...others] = refusesAcl ? ["acl" as const] : new Set(denying.map(metByRequest));
      return {
        code: "explicit-deny",
        need,
        layer,
        account,
        statements: denying,
        ...(metBy !== undefined && others.length === 0 && { metBy }),
        exceptions: exceptions.filter(({ ref }) => ref.layer === layer),
      };
    });
}

interface Ground {
  readonly facts: Facts;
  /** As if no other grant were there: what this one takes shows only then. */
  readonly alone: Facts;
  readonly principal: PolicyPrincipal;
}

function editOf(draft: GrantDraft, { facts, alone, principal }: Ground): GrantEdit {
  const { account, document, before, statements } = draft;
  const region = regionOf(document, facts);
  const standing = before.known ? before.value?.document : undefined;
  const apart = { ...draft, before: standingPolicy(document, alone) };
  return {
    account,
    document,
    ...(region !== undefined && { region }),
    before: before.known ? { ...before, value: before.value?.document.text } : before,
    after: draftText(draft, statements),
    added: statements.map((statement) => {
      const written = sharedStatement(statement, standing);
      return {
        sid: written.Sid,
        text: JSON.stringify(written, null, 2),
        necessary: isNecessary(alone, apart, statement),
        spare: spareParts(alone, apart, statement),
      };
    }),
    opens: openingsOf(draft, facts, principal),
    dropped:
      draft.dropsOrphans && before.known && before.value !== undefined
        ? droppedOrphans(before.value.document)
        : [],
  };
}

function regionOf(document: GrantedDocument, facts: Facts): string | undefined {
  if ("policyName" in document) return undefined;
  switch (document.kind) {
    case "trustPolicy":
      return undefined;
    case "bucketPolicy":
      return factsByOwnName(document.bucket, facts)?.region;
    case "accessPointPolicy":
      return parseArn(document.accessPoint)?.region;
    case "keyPolicy":
    case "keyGrant":
      return parseArn(document.key)?.region;
    case "vpcEndpointPolicy":
      return document.region;
  }
}
