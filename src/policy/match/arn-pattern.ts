import type { Tri } from "../decision.ts";
import type { RequestContext } from "../request.ts";
import { tri } from "../tri.ts";
import { compileGlob, type Glob, type GlobPiece, matchesGlob } from "./glob.ts";
import { splitArn } from "./split-arn.ts";
import { type Piece, piecesOf, resolvePieces } from "./text-pattern.ts";

/** An ARN in a condition made ready; `globs` are its six fields when it holds no variable. */
export interface ArnPattern {
  readonly pieces: readonly Piece[];
  readonly globs: readonly Glob[] | undefined;
}

export function compileArn(text: string, variables: boolean): ArnPattern {
  const pieces = piecesOf(text, { variables, wildcards: true, folded: false });
  const fixed = pieces.filter((piece): piece is GlobPiece => !("variable" in piece));
  return { pieces, globs: fixed.length === pieces.length ? fieldGlobs(fixed) : undefined };
}

/** Each of the six fields is matched on its own (IAM User Guide, ARN condition operators). */
export function matchArn(pattern: ArnPattern, arn: string, context: RequestContext): Tri {
  const globs = pattern.globs ?? completed(pattern, context);
  if (globs === "unknown") return "unknown";
  const fields = splitArn(arn);
  if (globs?.length !== 6 || fields === undefined) return "no";
  return tri(globs.every((glob, i) => matchesGlob(glob, fields[i] ?? "")));
}

/** A variable may stand for a whole ARN, so the fields are found after it has its value. */
function completed(
  { pieces }: ArnPattern,
  context: RequestContext,
): readonly Glob[] | "unknown" | undefined {
  const resolved = resolvePieces(pieces, context);
  if (resolved === "unresolved") return undefined;
  return resolved === "unknown" ? resolved : fieldGlobs(resolved);
}

/** Splits pieces at the first five colons. */
function fieldGlobs(pieces: readonly GlobPiece[]): readonly Glob[] {
  const fields: GlobPiece[][] = [[]];
  for (const piece of pieces) {
    if ("wildcard" in piece) fields.at(-1)?.push(piece);
    else {
      const [first = "", ...others] = splitAtColons(piece.text, 6 - fields.length);
      fields.at(-1)?.push({ text: first });
      for (const text of others) fields.push([{ text }]);
    }
  }
  return fields.map(compileGlob);
}

/** At most `limit` cuts; the last part keeps its colons. */
function splitAtColons(text: string, limit: number): readonly string[] {
  const parts = text.split(":");
  return [
    ...parts.slice(0, limit),
    ...(parts.length > limit ? [parts.slice(limit).join(":")] : []),
  ];
}
