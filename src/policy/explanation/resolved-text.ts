import { piecesOf, resolvePieces } from "../match/text-pattern.ts";
import type { RequestContext } from "../request.ts";

/** A text of a policy with its variables put in; null where one has no known value, absent where there is none. */
export function resolvedText(
  text: string,
  variables: boolean,
  context: RequestContext,
): { readonly resolved?: string | null } {
  if (!variables || !text.includes("${")) return {};
  const pieces = resolvePieces(
    piecesOf(text, { variables, wildcards: true, folded: false }),
    context,
  );
  if (typeof pieces === "string") return { resolved: null };
  const resolved = pieces.map((piece) => ("text" in piece ? piece.text : piece.wildcard)).join("");
  return { resolved };
}
