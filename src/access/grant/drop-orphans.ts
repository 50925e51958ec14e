import { parsePolicy, type PolicyDocument, type Statement } from "../../policy/index.ts";
import { isOrphan } from "./orphan-principals.ts";
import { cutStatements, replaceStatements } from "./splice-statements.ts";

/**
 * A policy without the principals that were deleted, or undefined where nothing of it is left. Nobody is let
 * in or shut out by that, since ids are never given again (IAM User Guide, IAM identifiers, Unique
 * identifiers); of a `NotPrincipal` they stay, for without them it would name somebody else.
 */
export function withoutOrphans(document: PolicyDocument): PolicyDocument | undefined {
  const cut = cutStatements(document, isOfOrphansAlone);
  if (cut === undefined) return undefined;
  const rest = cut === document.text ? document : parsed(cut);
  const mended = replaceStatements(rest, withoutThem);
  return mended === rest.text ? rest : parsed(mended);
}

/** The principals that this takes out. */
export function droppedOrphans({ statements }: PolicyDocument): readonly string[] {
  const ids = statements
    .filter(({ principal }) => principal?.negated === false)
    .flatMap(({ principal }) => (principal?.entries ?? []).map(({ value }) => value.value));
  return [...new Set(ids.filter(isOrphan))];
}

function isOfOrphansAlone({ principal }: Statement): boolean {
  return (
    principal !== undefined &&
    !principal.negated &&
    principal.entries.every(({ value }) => isOrphan(value.value))
  );
}

/** The statement as JSON with its deleted principals left out, undefined where it has none. */
function withoutThem(statement: Statement, text: string): object | undefined {
  const { principal } = statement;
  if (principal === undefined || principal.negated) return undefined;
  if (!principal.entries.some(({ value }) => isOrphan(value.value))) return undefined;
  const written = JSON.parse(text) as { readonly Principal: Record<string, string | string[]> };
  const kept = Object.entries(written.Principal).flatMap(([type, values]) => {
    const living = [values].flat().filter((value) => !isOrphan(value));
    return living.length === 0 ? [] : [[type, Array.isArray(values) ? living : living[0]]];
  });
  return { ...written, Principal: Object.fromEntries(kept) as object };
}

function parsed(text: string): PolicyDocument {
  const policy = parsePolicy(text, "resource");
  if (policy.ok) return policy.value;
  throw new Error(`a policy that we wrote does not parse: ${policy.problems[0].message}`);
}
