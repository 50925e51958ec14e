import type { Gate, Span, StatementEvaluation } from "../../../policy/index.ts";
import type { Owners } from "./edited-layers.ts";
import { type Edits, placeKey, type PolicyPlaceName } from "./edits.ts";

/** A stretch of a policy's text that says something about the answer. */
export interface Mark extends Span {
  /**
   * A statement that allows or denies, the Allow that came nearest, what keeps that one from matching, or
   * what the rules remark on.
   */
  readonly kind: "allows" | "denies" | "nearest" | "misses" | "remarked";
}

/** A policy of a gate, as the page shows it. */
export interface ShownDocument extends PolicyPlaceName {
  /** As it stands in the editor. */
  readonly text: string;
  readonly marks: readonly Mark[];
  /** AWS's own policies are not for anybody to change. */
  readonly isFixed: boolean;
  readonly isChanged: boolean;
}

/** What the policies of a gate are shown by. */
interface Around {
  readonly edits: Edits;
  /** Who asks, as policies are attached; and what is asked for, without a key in it. */
  readonly owners: Owners;
}

/** The policies of a gate, the ones that decide first. */
export function documentsOf(gate: Gate, around: Around): readonly ShownDocument[] {
  const shown = new Map<string, ShownDocument>();
  const nearest = nearestOf(gate);
  for (const statement of [...gate.statements, ...keyStatements(gate)]) {
    const document = documentOf(statement, nearest, around.edits);
    if (document === undefined) continue;
    const key = placeKey(document);
    shown.set(key, { ...document, marks: [...(shown.get(key)?.marks ?? []), ...document.marks] });
  }
  const added = newDocument(gate, around);
  const isThere = added === undefined || shown.has(placeKey(added));
  const all = [...shown.values()].sort((a, b) => weightOf(a) - weightOf(b));
  return isThere || (shown.size > 0 && !added.isChanged) ? all : [...all, added];
}

/** Of the policies of keys, where S3 asks for them in the caller's name. */
function keyStatements({ calls = [] }: Gate): readonly StatementEvaluation[] {
  return calls
    .flatMap(({ gates }) => gates)
    .filter(({ layer }) => layer === "keyPolicy")
    .flatMap(({ statements }) => statements);
}

/** What stops a request stands first, and what nobody can change last. */
function weightOf({ marks, isFixed }: ShownDocument): number {
  const stops = marks.some(({ kind }) => kind !== "allows");
  return (stops ? 0 : 2) + (isFixed ? 1 : 0);
}

/** The policy that a statement stands in, with the marks of that statement. */
function documentOf(
  statement: StatementEvaluation,
  nearest: StatementEvaluation | undefined,
  edits: Edits,
): ShownDocument | undefined {
  const { ref, document } = statement;
  if (document === undefined) return undefined;
  const place = { layer: ref.layer, attachedTo: ref.attachedTo, name: ref.policyName };
  const edit = edits.get(placeKey(place));
  const text = edit?.text ?? document.text;
  return {
    ...place,
    text,
    // What is being typed may not be a policy yet; places in the last one mean nothing in it.
    marks: text === document.text ? marksOf(statement, nearest) : [],
    isFixed: ref.policyArn?.includes("::aws:policy/") === true,
    isChanged: edit !== undefined,
  };
}

/** The policy that could be there: every bucket can have one, every principal an inline one. */
function newDocument({ layer }: Gate, { edits, owners }: Around): ShownDocument | undefined {
  const isBucket = /^arn:[^:]+:s3:::/.test(owners.resource);
  if (layer !== "identity" && !(layer === "resource" && isBucket)) return undefined;
  const place =
    layer === "resource"
      ? { layer, attachedTo: owners.resource, name: "bucket policy" }
      : { layer, attachedTo: owners.principal, name: "new-inline-policy" };
  const edit = edits.get(placeKey(place));
  const isChanged = edit !== undefined;
  return { ...place, text: edit?.text ?? "", marks: [], isFixed: false, isChanged };
}

/** Where nothing allows, the Allow that came nearest: statements stand nearest first. */
function nearestOf({ allows, statements }: Gate): StatementEvaluation | undefined {
  if (allows === "yes") return undefined;
  return statements.find(({ effect, matches }) => effect === "Allow" && matches !== "yes");
}

function marksOf(
  statement: StatementEvaluation,
  nearest: StatementEvaluation | undefined,
): readonly Mark[] {
  const written = statement.document?.statements[statement.ref.index];
  if (written === undefined) return [];
  if (statement.matches !== "no") {
    return [{ ...written.span, kind: statement.effect === "Allow" ? "allows" : "denies" }];
  }
  if (statement !== nearest) return [];
  const misses = statement.misses.map(({ element, name }): Mark | undefined => {
    const span = spanOf(written, element, name);
    return span && { ...span, kind: "misses" };
  });
  return [{ ...written.span, kind: "nearest" }, ...misses.filter((mark) => mark !== undefined)];
}

type Written = NonNullable<StatementEvaluation["document"]>["statements"][number];

function spanOf(
  { principal, action, resource, conditions }: Written,
  element: StatementEvaluation["misses"][number]["element"],
  name: string,
): Span | undefined {
  switch (element) {
    case "Principal":
      return principal?.span;
    case "Action":
      return action.span;
    case "Resource":
      return resource?.span;
    case "Condition":
      return conditions.find(({ key }) => name.endsWith(` ${key}`))?.span;
  }
}

/** A text in pieces, each with the kinds of the marks that cover it. */
export function piecesOf(
  text: string,
  marks: readonly Mark[],
): readonly { readonly text: string; readonly kinds: readonly Mark["kind"][] }[] {
  const cuts = [
    0,
    text.length,
    ...marks.flatMap(({ offset, length }) => [offset, offset + length]),
  ];
  const places = [...new Set(cuts)].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, at) => ({
    text: text.slice(start, places[at + 1]),
    kinds: marks
      .filter(({ offset, length }) => offset <= start && start < offset + length)
      .map(({ kind }) => kind),
  }));
}
