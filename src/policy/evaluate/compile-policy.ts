import { type CompiledCondition, compileCondition } from "../conditions/compile-condition.ts";
import { type Glob } from "../match/glob.ts";
import { compileResource, type ResourcePattern } from "../match/resource-pattern.ts";
import { compilePattern } from "../match/text-pattern.ts";
import type { PolicyDocument, Statement } from "../policy-document.ts";
import { lineStarts, positionAt, type TextPosition } from "../text-lines.ts";

/** A statement made ready for evaluation. */
export interface CompiledStatement {
  readonly statement: Statement;
  readonly position: TextPosition;
  readonly actions: readonly Glob[];
  readonly resources: readonly ResourcePattern[];
  readonly conditions: readonly CompiledCondition[];
  /** Where something in the same document stands. */
  readonly locate: (offset: number) => TextPosition;
}

// Not state that anyone can see: a document never changes, and its entry goes when it goes.
const compiled = new WeakMap<PolicyDocument, readonly CompiledStatement[]>();

/** The statements of a document made ready, once per document. */
export function compilePolicy(document: PolicyDocument): readonly CompiledStatement[] {
  const known = compiled.get(document);
  if (known !== undefined) return known;
  const starts = lineStarts(document.text);
  const locate = (offset: number): TextPosition => positionAt(starts, offset);
  const variables = document.version === "2012-10-17";
  const statements = document.statements.map((statement) =>
    compileStatement(statement, variables, locate),
  );
  compiled.set(document, statements);
  return statements;
}

function compileStatement(
  statement: Statement,
  variables: boolean,
  locate: CompiledStatement["locate"],
): CompiledStatement {
  return {
    statement,
    locate,
    position: locate(statement.span.offset),
    actions: statement.action.entries.map(({ value }) => compileAction(value)),
    resources:
      statement.resource?.entries.map(({ value }) => compileResource(value, variables)) ?? [],
    conditions: statement.conditions.map((entry) => compileCondition(entry, variables)),
  };
}

/** Action names are not case-sensitive and take no variables (IAM User Guide, Action). */
function compileAction(text: string): Glob {
  const pattern = compilePattern(text, { variables: false, wildcards: true, folded: true });
  if (pattern.kind === "variable") throw new Error("an action pattern holds a variable");
  return pattern.glob;
}
