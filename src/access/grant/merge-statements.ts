import type { PolicyDocument } from "../../policy/index.ts";
import { canonicalStatement } from "./canonical-statement.ts";
import { withoutOrphans } from "./drop-orphans.ts";
import { purposesOf, sidFor, stemOf } from "./grant-sid.ts";
import type { NewStatement } from "./grant-statements.ts";
import { orphanPrincipals } from "./orphan-principals.ts";
import { parsedPolicy } from "./parsed-policy.ts";
import { cutStatements, spliceStatements } from "./splice-statements.ts";

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
  const missing = statements
    .map((statement) => sharedStatement(statement, living))
    .filter((statement) => !standing.has(canonicalStatement(parsedStatement(statement))));
  return spliceStatements(living, missing);
}

/** A statement as it is to stand in a document: where one that says the same is there, for the purposes of both. */
export function sharedStatement(
  statement: NewStatement,
  document: PolicyDocument | undefined,
): NewStatement {
  const { Sid } = statement;
  // Pasted by hand from two notes, there may be more than one.
  const same = (document?.statements ?? []).filter(({ sid }) => stemOf(sid) === stemOf(Sid));
  const purposes = same.flatMap(({ sid }) => purposesOf(sid));
  return { ...statement, Sid: sidFor(Sid, [...purposes, ...purposesOf(Sid)]) };
}

/** A grant of ours to a role that is gone would make S3 refuse the whole policy. */
function withoutOrphanedGrants(document: PolicyDocument): PolicyDocument | undefined {
  const text = cutStatements(
    document,
    (statement) => purposesOf(statement.sid).length > 0 && orphanPrincipals([statement]).length > 0,
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
