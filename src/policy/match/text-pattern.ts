import { findConditionKey } from "../context-keys/find-condition-key.ts";
import type { RequestContext } from "../request.ts";
import { compileGlob, type Glob, type GlobPiece } from "./glob.ts";

/** What a text in a policy may hold beside plain characters. */
export interface PatternSyntax {
  /** `${key}`: only in policies of version 2012-10-17. */
  readonly variables: boolean;
  /** `*` and `?`. */
  readonly wildcards: boolean;
  /** Compare without regard to case. */
  readonly folded: boolean;
}

interface Variable {
  /** In lower case, as condition keys are not case-sensitive. */
  readonly variable: string;
  /** Keys with several values cannot be used as variables (IAM User Guide, Policy variables). */
  readonly isMultivalued: boolean;
  readonly fallback?: string;
}

/** A piece of a text before variables have their values. */
export type Piece = GlobPiece | Variable;

/** A text of a policy made ready: fixed, or to be completed from each request's context. */
export type TextPattern =
  | { readonly kind: "fixed"; readonly glob: Glob }
  | { readonly kind: "variable"; readonly pieces: readonly Piece[]; readonly folded: boolean };

/**
 * A pattern completed for one request; `unresolved` matches nothing
 * (IAM User Guide, Policy variables: a variable that is not in the context).
 */
export type Resolved = Glob | "unresolved" | "unknown";

/** Reads a text once, so that matching it is fast. */
export function compilePattern(text: string, syntax: PatternSyntax): TextPattern {
  const pieces = piecesOf(syntax.folded ? text.toLowerCase() : text, syntax);
  const fixed = pieces.filter((piece): piece is GlobPiece => !("variable" in piece));
  if (fixed.length === pieces.length) return { kind: "fixed", glob: compileGlob(fixed) };
  return { kind: "variable", pieces, folded: syntax.folded };
}

/** Splits a text at its wildcards and variables. */
export function piecesOf(text: string, syntax: PatternSyntax): readonly Piece[] {
  const pieces: Piece[] = [];
  let plainFrom = 0;
  let at = 0;
  const push = (piece: Piece, length: number): void => {
    if (at > plainFrom) pieces.push({ text: text.slice(plainFrom, at) });
    pieces.push(piece);
    at += length;
    plainFrom = at;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    const reference = syntax.variables && character === "$" ? referenceAt(text, at) : undefined;
    if (reference !== undefined) push(reference.piece, reference.length);
    else if (syntax.wildcards && (character === "*" || character === "?")) {
      push({ wildcard: character }, 1);
    } else at++;
  }
  if (at > plainFrom) pieces.push({ text: text.slice(plainFrom) });
  return pieces;
}

interface Reference {
  readonly piece: Piece;
  readonly length: number;
}

/** Reads `${key}`, `${key, 'default'}` or one of `${*}`, `${?}`, `${$}`; other text is plain. */
function referenceAt(text: string, at: number): Reference | undefined {
  const end = text.startsWith("${", at) ? text.indexOf("}", at) : -1;
  if (end === -1) return undefined;
  const inner = text.slice(at + 2, end);
  const length = end - at + 1;
  if (inner === "*" || inner === "?" || inner === "$") return { piece: { text: inner }, length };
  const parts = /^\s*([^\s,']+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner);
  const [, key, fallback] = parts ?? [];
  if (key === undefined) return undefined;
  const piece = {
    variable: key.toLowerCase(),
    isMultivalued: findConditionKey(key)?.isMultivalued === true,
    ...(fallback === undefined ? {} : { fallback }),
  };
  return { piece, length };
}

/** Completes a pattern from the request's context. */
export function resolvePattern(pattern: TextPattern, context: RequestContext): Resolved {
  if (pattern.kind === "fixed") return pattern.glob;
  const pieces = resolvePieces(pattern.pieces, context);
  if (typeof pieces === "string") return pieces;
  return compileGlob(pattern.folded ? pieces.map(foldPiece) : pieces);
}

/** Puts the context's values in the place of variables. */
export function resolvePieces(
  pieces: readonly Piece[],
  context: RequestContext,
): readonly GlobPiece[] | "unresolved" | "unknown" {
  const resolved: GlobPiece[] = [];
  let isUnknown = false;
  for (const piece of pieces) {
    const value = "variable" in piece ? variableValue(piece, context) : piece;
    if (value === "unresolved") return "unresolved";
    if (value === "unknown") isUnknown = true;
    else resolved.push(value);
  }
  return isUnknown ? "unknown" : resolved;
}

function foldPiece(piece: GlobPiece): GlobPiece {
  return "text" in piece ? { text: piece.text.toLowerCase() } : piece;
}

function variableValue(
  { variable, isMultivalued, fallback }: Variable,
  context: RequestContext,
): GlobPiece | "unresolved" | "unknown" {
  const values = isMultivalued ? undefined : context.get(variable);
  if (values === "unknown") return "unknown";
  const [value] = values?.length === 1 ? values : [fallback];
  return value === undefined ? "unresolved" : { text: value };
}
