import { dirname, resolve } from "node:path";
import { yamlComplaint } from "../../access/index.ts";
import { parseByteSize, UsageError } from "../../aws/index.ts";
import type { World } from "../../policy/index.ts";
import { isScalar, isSeq, LineCounter, parseDocument, type YAMLSeq } from "yaml";
import { readTextFile } from "../read-text-file.ts";
import { readWorldFile } from "../world-file.ts";
import { type Assertion, readAssertion } from "./assertion.ts";

/** A test file: a world, and what must hold in it. */
export interface AccessTests {
  readonly file: string;
  readonly world: World;
  readonly assertions: readonly PlacedAssertion[];
  /** The bytes of the largest object that anybody syncs; absent where the world's files tell. */
  readonly largest?: number;
}

export interface PlacedAssertion extends Assertion {
  readonly line: number;
}

const FORMS = [
  "`PRINCIPAL can|cannot ACTION on RESOURCE [when KEY=VALUE]`",
  "`PRINCIPAL can|cannot sync SOURCE → DESTINATION`",
];

/** Reads `world: FILE` (relative to the test file), `assertions: [sentence…]` and `largest: SIZE` from YAML or JSON. */
export async function readAccessTests(file: string): Promise<AccessTests> {
  const text = await readTextFile(file, "test");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  const [malformed] = document.errors;
  if (malformed !== undefined) {
    const { line, col } = lines.linePos(malformed.pos[0]);
    const reason = yamlComplaint(malformed);
    throw new UsageError({
      en: `cannot read test file \`${file}:${line}:${col}\`: ${reason.en}`,
      ja: `テストファイル \`${file}:${line}:${col}\` を読み込めません: ${reason.ja}`,
    });
  }
  const world = document.get("world");
  const assertions = document.get("assertions");
  if (typeof world !== "string" || !isSeq(assertions)) {
    throw new UsageError({
      en: `cannot use test file \`${file}\`: it must have \`world\`, the path of a world file, and \`assertions\`, a list of sentences`,
      ja: `テストファイル \`${file}\` は使えません。ワールドファイルのパス \`world\` と、文のリスト \`assertions\` が必要です`,
    });
  }
  const largest = readLargest(document.get("largest"), file);
  return {
    file,
    ...(largest !== undefined && { largest }),
    world: await readWorldFile(resolve(dirname(file), world)),
    assertions: readAssertions(assertions, { file, lineOf }),
  };
}

function readLargest(value: unknown, file: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const bytes = parseByteSize(text);
  if (bytes !== undefined) return bytes;
  throw new UsageError({
    en: `cannot read \`largest\` of test file \`${file}\`: it must be the size of the largest object that is synced, such as \`5GB\` or \`4096\``,
    ja: `テストファイル \`${file}\` の \`largest\` を読み取れません。同期する最大のオブジェクトのサイズを \`5GB\` や \`4096\` のように指定してください`,
  });
}

interface Place {
  readonly file: string;
  readonly lineOf: (offset: number | undefined) => number;
}

function readAssertions(list: YAMLSeq, { file, lineOf }: Place): readonly PlacedAssertion[] {
  return list.items.map((item) => {
    const sentence = isScalar(item) ? String(item.value) : "";
    const line = lineOf(isScalar(item) ? item.range?.[0] : undefined);
    const assertion = readAssertion(sentence);
    if (assertion !== undefined) return { ...assertion, line };
    throw new UsageError({
      en: `cannot read assertion \`${sentence}\` in \`${file}:${line}\`: it must be ${FORMS.join(" or ")}`,
      ja: `\`${file}:${line}\` の文 \`${sentence}\` を読み取れません。${FORMS.join("、または")} の形で書いてください`,
    });
  });
}
