import type { Node } from "jsonc-parser";

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

/** Reads one statement; undefined when something essential is missing, with the problems in the log. */
export function parseStatement(
  node: Node,
  index: number,
  { kind, log }: { readonly kind: ParsedKind; readonly log: ProblemLog },
): Statement | undefined {
  if (node.type !== "object") {
    log.add("wrongType", mustBe("Statement", "an object or an array of objects", node), {
      offset: node.offset,
    });
    return undefined;
  }
  const elements = new Map<string, Property>();
  for (const property of readProperties(node, log)) {
    const name = property.name.value;
    if (statementElements.includes(name)) elements.set(name, property);
    else {
      const text = `unknown element ${quoted(name)} in a statement${spellingHint(name)}`;
      log.add("unknownElement", text, { offset: property.name.span.offset, subject: name });
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

function spellingHint(name: string): string {
  const known = statementElements.find((element) => element.toLowerCase() === name.toLowerCase());
  return known === undefined ? "" : `: it must be spelled \`${known}\``;
}
