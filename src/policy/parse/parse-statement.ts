import type { Node } from "jsonc-parser";

import type { Sentence } from "../../aws/index.ts";
import type { Statement } from "../policy-document.ts";
import { mustBe, type Property, readProperties, spanOf } from "./json-object.ts";
import { parseCondition } from "./parse-condition.ts";
import { type ProblemLog, quoted } from "./problem-log.ts";
import {
  type ParsedKind,
  readAction,
  readEffect,
  readPrincipal,
  readResource,
  readSid,
  type StatementSource,
} from "./read-elements.ts";

const statementElements: readonly string[] = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

const objects: Sentence = {
  en: "an object or an array of objects",
  ja: "オブジェクトまたはオブジェクトの配列",
};

/** Reads one statement; undefined when something essential is missing, with the problems in the log. */
export function parseStatement(
  node: Node,
  index: number,
  { kind, log }: { readonly kind: ParsedKind; readonly log: ProblemLog },
): Statement | undefined {
  if (node.type !== "object") {
    log.add("wrongType", mustBe("Statement", objects, node), { offset: node.offset });
    return undefined;
  }
  const elements = new Map<string, Property>();
  for (const property of readProperties(node, log)) {
    const name = property.name.value;
    if (statementElements.includes(name)) elements.set(name, property);
    else {
      const hint = spellingHint(name);
      const sentence = {
        en: `unknown element ${quoted(name)} in a statement${hint.en}`,
        ja: `ステートメントに要素 ${quoted(name)} は書けません${hint.ja}`,
      };
      log.add("unknownElement", sentence, { offset: property.name.span.offset, subject: name });
    }
  }
  const source: StatementSource = { kind, node, elements, log };
  const sid = readSid(source);
  const effect = readEffect(source);
  const principal = readPrincipal(source);
  const action = readAction(source);
  const resource = readResource(source);
  const condition = elements.get("Condition");
  const conditions = condition === undefined ? [] : parseCondition(condition, log);
  if (effect === undefined || action === undefined) return undefined;
  return {
    index,
    ...(sid === undefined ? {} : { sid }),
    effect,
    ...(principal === undefined ? {} : { principal }),
    action,
    ...(resource === undefined ? {} : { resource }),
    conditions,
    span: spanOf(node),
  };
}

function spellingHint(name: string): Sentence {
  const known = statementElements.find((element) => element.toLowerCase() === name.toLowerCase());
  return known === undefined
    ? { en: "", ja: "" }
    : { en: `: it must be spelled \`${known}\``, ja: `。\`${known}\` と書いてください` };
}
