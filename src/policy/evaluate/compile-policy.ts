import { type CompiledCondition, compileCondition } from "../conditions/compile-condition.ts";
import type { Glob } from "../match/glob.ts";
import { compileResource, type ResourcePattern } from "../match/resource-pattern.ts";
import { compilePattern } from "../match/text-pattern.ts";
import type {
  ConditionEntry,
  Element,
  PolicyDocument,
  PrincipalEntry,
  Statement,
} from "../policy-document.ts";
import { documentedReadings } from "../strictness/readings.ts";
import type { Readings } from "../strictness/strictness.ts";
import { lineStarts, positionAt, type TextPosition } from "../text-lines.ts";

/** One element of a statement as a `Miss` shows it. */
export interface ElementText {
  readonly name: string;
  readonly policyValues: readonly string[];
  readonly line: number;
  readonly column: number;
}

/** A statement made ready for evaluation; what a miss needs is made once, as most statements miss. */
export interface CompiledStatement {
  readonly statement: Statement;
  readonly line: number;
  readonly column: number;
  readonly principal: ElementText;
  readonly action: ElementText;
  readonly actions: readonly Glob[];
  readonly resource: ElementText;
  readonly resources: readonly ResourcePattern[];
  readonly conditions: readonly (CompiledCondition & { readonly text: ElementText })[];
}

type Locate = (offset: number) => TextPosition;

// Not state that anyone can see: a document never changes, and its entry goes when it goes.
const compiled = new WeakMap<Readings, WeakMap<PolicyDocument, readonly CompiledStatement[]>>();

/** The statements of a document made ready, once per document and way to read it. */
export function compilePolicy(
  document: PolicyDocument,
  readings: Readings = documentedReadings,
): readonly CompiledStatement[] {
  const alike = compiled.get(readings) ?? new WeakMap<PolicyDocument, CompiledStatement[]>();
  compiled.set(readings, alike);
  const known = alike.get(document);
  if (known !== undefined) return known;
  const starts = lineStarts(document.text);
  const locate: Locate = (offset) => positionAt(starts, offset);
  const variables = document.version === "2012-10-17";
  const statements = document.statements.map((statement) =>
    compileStatement(statement, { variables, readings }, locate),
  );
  alike.set(document, statements);
  return statements;
}

interface Language {
  /** Whether the policy is of a version with variables. */
  readonly variables: boolean;
  readonly readings: Readings;
}

function compileStatement(
  statement: Statement,
  { variables, readings }: Language,
  locate: Locate,
): CompiledStatement {
  const { effect, principal, action, resource, conditions } = statement;
  const { line, column } = locate(statement.span.offset);
  const nowhere: ElementText = { name: "", policyValues: [], line, column };
  return {
    statement,
    line,
    column,
    principal: principal ? elementText("Principal", principalValues(principal), locate) : nowhere,
    action: elementText("Action", action, locate),
    actions: action.entries.map(({ value }) => compileAction(value)),
    resource: resource ? elementText("Resource", resource, locate) : nowhere,
    resources: resource?.entries.map(({ value }) => compileResource(value, variables)) ?? [],
    conditions: conditions.map((entry) => ({
      ...compileCondition(entry, variables, { effect, readings }),
      text: conditionText(entry, locate),
    })),
  };
}

function principalValues(element: Element<PrincipalEntry>): Element<string> {
  const entries = element.entries.map(({ value, span }) => ({ value: value.value, span }));
  return { ...element, entries };
}

function elementText(name: string, element: Element<string>, locate: Locate): ElementText {
  return {
    name: element.negated ? `Not${name}` : name,
    policyValues: element.entries.map(({ value }) => value),
    ...locate(element.span.offset),
  };
}

function conditionText(entry: ConditionEntry, locate: Locate): ElementText {
  const quantifier = entry.quantifier === undefined ? "" : `${entry.quantifier}:`;
  return {
    name: `${quantifier}${entry.operator}${entry.ifExists ? "IfExists" : ""} ${entry.key}`,
    policyValues: entry.values.map(({ value }) => value),
    ...locate(entry.span.offset),
  };
}

/** Action names are not case-sensitive and take no variables (IAM User Guide, Action). */
function compileAction(text: string): Glob {
  const pattern = compilePattern(text, { variables: false, wildcards: true, folded: true });
  if (pattern.kind === "variable") throw new Error("an action pattern holds a variable");
  return pattern.glob;
}
