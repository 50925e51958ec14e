import { incompleteBody, malformedTrailer } from "./chunk-refusals.ts";
import type { ChunkSignatures } from "./chunk-signatures.ts";
import type { Refusal } from "./refusal.ts";

/** Trailers by lower-case name, or why they are refused. */
export type ReadTrailers =
  | { readonly ok: true; readonly trailers: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly refusal: Refusal };

const SIGNATURE = "x-amz-trailer-signature";

/** Reads what follows the last chunk: the announced trailers, signed where the chunks are, and a blank line. */
export function readTrailers(
  text: string,
  announced: readonly string[],
  signatures: ChunkSignatures | undefined,
): ReadTrailers {
  if (!text.endsWith("\r\n")) return refused(incompleteBody);
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const trailers = parseLines(lines);
  if (trailers === undefined) return refused(malformedTrailer);
  const signature = trailers.get(SIGNATURE);
  trailers.delete(SIGNATURE);
  const isAsAnnounced =
    trailers.size === announced.length &&
    announced.every((name) => trailers.has(name.toLowerCase()));
  if (!isAsAnnounced) return refused(malformedTrailer);
  if (signatures === undefined) return { ok: true, trailers };
  const refusal = signatures.finishTrailers(canonical(trailers), signature ?? "");
  return refusal === undefined ? { ok: true, trailers } : refused(refusal);
}

/** AWS's example ends a trailer with `\n\r\n`, its SDKs with `\r\n`; a name that stands twice is malformed. */
function parseLines(lines: readonly string[]): Map<string, string> | undefined {
  const trailers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    trailers.set(name.toLowerCase(), value);
  }
  return trailers.size === lines.length ? trailers : undefined;
}

function canonical(trailers: ReadonlyMap<string, string>): string {
  const lines = [...trailers].map(([name, value]) => `${name}:${value}\n`);
  return lines.sort().join("");
}

function refused(refusal: Refusal): ReadTrailers {
  return { ok: false, refusal };
}
