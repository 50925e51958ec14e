import type { PolicyDocument, Span, Statement } from "../../policy/index.ts";
import { stemOf } from "./grant-sid.ts";
import type { NewStatement } from "./grant-statements.ts";

interface Splice {
  readonly at: Span;
  readonly text: string;
}

/** Puts statements into a policy's text and leaves every other byte of it alone. */
export function spliceStatements(
  document: PolicyDocument,
  statements: readonly NewStatement[],
): string {
  const byStem = new Map(document.statements.map((each) => [stemOf(each.sid), each]));
  const layout = layoutOf(document);
  const splices: Splice[] = [];
  const appended: NewStatement[] = [];
  for (const statement of statements) {
    const existing = byStem.get(stemOf(statement.Sid));
    if (existing === undefined) appended.push(statement);
    else splices.push({ at: existing.span, text: print(statement, layout) });
  }
  return applySplices(document.text, [...splices, ...appendSplices(document, appended, layout)]);
}

/** Writes some statements anew and leaves every other byte alone; `change` gives undefined for those that stay. */
export function replaceStatements(
  document: PolicyDocument,
  change: (statement: Statement, text: string) => object | undefined,
): string {
  const layout = layoutOf(document);
  const splices = document.statements.flatMap((statement) => {
    const changed = change(statement, textOf(document.text, statement.span));
    return changed === undefined ? [] : [{ at: statement.span, text: print(changed, layout) }];
  });
  return applySplices(document.text, splices);
}

/** Takes out statements; returns undefined when none would be left. */
export function cutStatements(
  document: PolicyDocument,
  isCut: (statement: Statement) => boolean,
): string | undefined {
  const { statements, text } = document;
  const kept = statements.filter((statement) => !isCut(statement));
  if (kept.length === statements.length) return text;
  if (kept.length === 0) return undefined;
  const cuts: Splice[] = [];
  statements.forEach((statement, i) => {
    if (!isCut(statement)) return;
    const before = statements[i - 1];
    const after = statements[i + 1];
    // The comma goes with the statement: the one before it, or for leading statements the one after.
    const isLeading = statements.slice(0, i).every(isCut);
    const start = isLeading || before === undefined ? statement.span.offset : endOf(before);
    const end = isLeading && after !== undefined ? after.span.offset : endOf(statement);
    cuts.push({ at: { offset: start, length: end - start }, text: "" });
  });
  return applySplices(text, cuts);
}

/** How a document's author lays out its statements. */
interface Layout {
  readonly newline: string;
  /** White space before a statement on its own line; undefined when all stands on one line. */
  readonly indent: string | undefined;
  readonly unit: string;
  readonly isList: boolean;
}

function layoutOf({ text, statements }: PolicyDocument): Layout {
  const last = statements.at(-1);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  if (last === undefined) return { newline, indent: undefined, unit: "  ", isList: true };
  const head = text.slice(0, last.span.offset);
  const lead = head.slice(head.trimEnd().length);
  const isList = !head.trimEnd().endsWith(":");
  const lineStart = text.lastIndexOf("\n", last.span.offset) + 1;
  const lineIndent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
  const inner = /\n([ \t]+)"/.exec(textOf(text, last.span))?.[1];
  const isOnOwnLine = lead.includes("\n");
  return {
    newline,
    indent: isOnOwnLine || inner !== undefined ? lineIndent : undefined,
    unit: inner?.startsWith(lineIndent) === true ? inner.slice(lineIndent.length) || "  " : "  ",
    isList,
  };
}

function appendSplices(
  { text, statements }: PolicyDocument,
  appended: readonly NewStatement[],
  layout: Layout,
): readonly Splice[] {
  const last = statements.at(-1);
  if (appended.length === 0 || last === undefined) return [];
  const gap = layout.indent === undefined ? " " : `${layout.newline}${layout.indent}`;
  const added = appended.map((statement) => `,${gap}${print(statement, layout)}`).join("");
  if (layout.isList) return [{ at: { offset: endOf(last), length: 0 }, text: added }];
  return [{ at: last.span, text: `[${textOf(text, last.span)}${added}]` }];
}

function print(statement: object, { newline, indent, unit }: Layout): string {
  if (indent === undefined) return JSON.stringify(statement);
  return JSON.stringify(statement, null, unit).replaceAll("\n", `${newline}${indent}`);
}

function applySplices(text: string, splices: readonly Splice[]): string {
  const fromTheEnd = [...splices].sort((a, b) => b.at.offset - a.at.offset);
  return fromTheEnd.reduce(
    (spliced, { at, text: inserted }) =>
      spliced.slice(0, at.offset) + inserted + spliced.slice(at.offset + at.length),
    text,
  );
}

function textOf(text: string, { offset, length }: Span): string {
  return text.slice(offset, offset + length);
}

function endOf({ span }: Statement): number {
  return span.offset + span.length;
}
