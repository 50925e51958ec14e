import { parseArn } from "../../aws/index.ts";
import { accountCaller, type AttachedPolicy, type Statement } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { knownKeys } from "../facts/known-keys.ts";
import type { Need } from "../needs/need.ts";
import { identityDocument, inlinePolicyOf } from "./grant-draft.ts";
import { scopeOf } from "./granted-scope.ts";
import type { GrantedDocument, PrincipalStyle } from "./grant-proposal.ts";
import { type PolicyPrincipal, policyPrincipal } from "./policy-principal.ts";
import { cutStatements } from "./splice-statements.ts";
import { isOwnSid } from "./stable-sid.ts";

/** One document with the grants to this caller, for these buckets, taken out. */
export interface Revocation {
  readonly account: string;
  readonly document: GrantedDocument;
  readonly before: string;
  /** Undefined when nothing remains and the document is deleted. */
  readonly after: string | undefined;
}

/**
 * Finds what grants gave the caller for these needs in the documents that could be read; others' grants
 * stay, and the caller's own for other places.
 */
export function proposeRevocation(facts: Facts, needs: readonly Need[]): readonly Revocation[] {
  const isWithin = scopeOf(needs);
  const principals = STYLES.flatMap((style) => policyPrincipal(facts, style) ?? []);
  const fromBuckets = [...facts.buckets].flatMap(([bucket, { owner, policy }]) => {
    if (!owner.known || !policy.known || policy.value === undefined) return [];
    const document: GrantedDocument = { kind: "bucketPolicy", bucket };
    return cut(
      { account: owner.value, document, policy: policy.value },
      (statement) =>
        isWithin(statement) && principals.some((principal) => namesOnly(statement, principal)),
    );
  });
  return [...fromBuckets, ...fromKeys(facts, principals), ...fromIdentity(facts, isWithin)];
}

const STYLES: readonly PrincipalStyle[] = ["role", "pattern", "account", "organization"];

/** A key always has a policy, so what would leave none is left alone (KMS API Reference, PutKeyPolicy). */
function fromKeys(facts: Facts, principals: readonly PolicyPrincipal[]): readonly Revocation[] {
  return [...knownKeys(facts).values()].flatMap(({ arn, policy }) => {
    const [standing] = policy === "unreadable" ? [] : policy;
    if (standing === undefined) return [];
    const document: GrantedDocument = { kind: "keyPolicy", key: arn };
    const account = parseArn(arn)?.account ?? "unknown";
    return cut({ account, document, policy: standing }, (statement) =>
      principals.some((principal) => namesOnly(statement, principal)),
    ).filter(({ after }) => after !== undefined);
  });
}

function fromIdentity(
  facts: Facts,
  isWithin: (statement: Statement) => boolean,
): readonly Revocation[] {
  const caller = accountCaller(facts.caller);
  const document = identityDocument(facts);
  if (document === undefined) return [];
  const policy = inlinePolicyOf(facts, document.policyName);
  if (caller === undefined || !policy.known || policy.value === undefined) return [];
  const keys = knownKeys(facts);
  return cut(
    { account: caller.account, document, policy: policy.value },
    (statement) =>
      isWithin(statement) &&
      (statement.resource?.entries ?? []).every(
        ({ value }) => keys.has(value) || value.includes(":s3:::"),
      ),
  );
}

interface Standing {
  readonly account: string;
  readonly document: GrantedDocument;
  readonly policy: AttachedPolicy;
}

function cut(
  { account, document, policy }: Standing,
  isMeant: (statement: Statement) => boolean,
): readonly Revocation[] {
  const before = policy.document.text;
  const after = cutStatements(
    policy.document,
    (statement) => isOwnSid(statement.sid) && isMeant(statement),
  );
  return after === before ? [] : [{ account, document, before, after }];
}

/** Whether a statement of ours was written for this principal, in this style. */
function namesOnly({ principal, conditions }: Statement, wanted: PolicyPrincipal): boolean {
  const named = (principal?.entries ?? []).map(({ value }) => value.value);
  const valuesOf = (name: string): readonly string[] =>
    conditions
      .filter(({ key }) => key.toLowerCase() === name)
      .flatMap(({ values }) => values.map(({ value }) => value));
  return (
    isSame(named, [wanted.aws]) &&
    isSame(valuesOf("aws:principalarn"), wanted.principalArns ?? []) &&
    isSame(
      valuesOf("aws:principalorgid"),
      wanted.organization === undefined ? [] : [wanted.organization],
    )
  );
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text) => b.includes(text));
}
