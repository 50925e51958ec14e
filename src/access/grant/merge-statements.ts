import { parsePolicy, type PolicyDocument } from "../../policy/index.ts";
import { canonicalStatement } from "./canonical-statement.ts";
import { withoutOrphans } from "./drop-orphans.ts";
import type { NewStatement } from "./grant-statements.ts";
import { orphanPrincipals } from "./orphan-principals.ts";
import { cutStatements, spliceStatements } from "./splice-statements.ts";
import { isOwnSid } from "./stable-sid.ts";

/** A policy's text with statements merged in: those that stand there already stay as they are. */
export function mergeStatements(
  before: PolicyDocument | undefined,
  statements: readonly NewStatement[],
  { dropsOrphans }: { readonly dropsOrphans: boolean },
): string {
  const own = before && withoutOrphanedGrants(before);
  const living = own !== undefined && dropsOrphans ? withoutOrphans(own) : own;
  if (living === undefined) return newPolicy(statements);
  const standing = new Set(living.statements.map(canonicalStatement));
  const missing = statements.filter(
    (statement) => !standing.has(canonicalStatement(parsedStatement(statement))),
  );
  return spliceStatements(living, missing);
}

/** A grant of ours to a role that is gone would make S3 refuse the whole policy. */
function withoutOrphanedGrants(document: PolicyDocument): PolicyDocument | undefined {
  const text = cutStatements(
    document,
    (statement) => isOwnSid(statement.sid) && orphanPrincipals([statement]).length > 0,
  );
  if (text === document.text) return document;
  return text === undefined ? undefined : parsedPolicy(text);
}

function newPolicy(statements: readonly NewStatement[]): string {
  return `${JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2)}\n`;
}

function parsedStatement(statement: NewStatement): PolicyDocument["statements"][number] {
  const [parsed] = parsedPolicy(newPolicy([statement])).statements;
  if (parsed === undefined) throw new Error("a statement that we wrote does not parse");
  return parsed;
}

/** Parses a policy that we wrote. */
export function parsedPolicy(text: string): PolicyDocument {
  const kind = /"(?:Not)?Principal"\s*:/.test(text) ? "resource" : "identity";
  const parsed = parsePolicy(text, kind);
  if (parsed.ok) return parsed.value;
  throw new Error(`a policy that we wrote does not parse: ${parsed.problems[0].message}`);
}
