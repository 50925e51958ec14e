import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { type Sentence, UsageError } from "../../aws/index.ts";
import { parseWorld, type World, type WorldProblem } from "../../policy/index.ts";
import { yamlComplaint } from "./yaml-complaint.ts";

const MOST_TOLD = 10;

/**
 * Reads a world from YAML or JSON text; every mistake in it is a `UsageError` with its line. `name` is what
 * messages call the text.
 */
export function worldOfText(text: string, name: string): World {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [malformed] = document.errors;
  if (malformed !== undefined) {
    const { line, col } = lines.linePos(malformed.pos[0]);
    const reason = yamlComplaint(malformed);
    throw new UsageError({
      en: `cannot read world file \`${name}:${line}:${col}\`: ${reason.en}`,
      ja: `ワールドファイル \`${name}:${line}:${col}\` を読み込めません: ${reason.ja}`,
    });
  }
  const parsed = parseWorld(valueOf(document, name));
  if (parsed.ok) return parsed.value;
  const first = parsed.problems
    .slice(0, MOST_TOLD)
    .map((problem) => describe(problem, { document, lines, name }));
  const others = parsed.problems.length - MOST_TOLD;
  throw new UsageError({
    en: `cannot use world file ${first.map(({ en }) => en).join("\n")}${others > 0 ? `\nand ${others} more` : ""}`,
    ja: `ワールドファイルは使えません ${first.map(({ ja }) => ja).join("\n")}${others > 0 ? `\nほかに ${others} 件` : ""}`,
  });
}

/** Aliases may repeat a value, but not so often that a small file becomes a large one. */
function valueOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new UsageError({
      en: `cannot read world file \`${name}\`: ${error.message}`,
      ja: `ワールドファイル \`${name}\` を読み込めません。エイリアスの先がないか、繰り返しが多すぎます`,
    });
  }
}

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly name: string;
}

function describe(problem: WorldProblem, source: Source): Sentence {
  const { line, col } = source.lines.linePos(offsetOf(problem.path, source.document));
  const path = problem.path.join(".");
  const place = `\`${source.name}:${line}:${col}\`: ${path === "" ? "" : `\`${path}\`: `}`;
  const { en, ja } = problem.sentence;
  return { en: `${place}${en}`, ja: `${place}${ja}` };
}

/** Where a path stands in the text: its own node, or the nearest one above it that has a place. */
function offsetOf(path: readonly (string | number)[], document: Document): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
