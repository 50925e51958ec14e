import type { Node } from "jsonc-parser";

import type { PolicyDocument, Statement } from "./policy-document.ts";
import {
  addEmpty,
  mustBe,
  type Property,
  readProperties,
  readString,
} from "./parse/json-object.ts";
import { parseStatement } from "./parse/parse-statement.ts";
import type { ParsedKind } from "./parse/read-elements.ts";
import { type PolicyProblem, ProblemLog, quoted } from "./parse/problem-log.ts";
import { readJson } from "./parse/read-json.ts";

/** A policy, or every problem found in its text; each with its code and place. */
export type ParsedPolicy =
  | { readonly ok: true; readonly value: PolicyDocument }
  | { readonly ok: false; readonly problems: readonly [PolicyProblem, ...PolicyProblem[]] };

/** Reads a policy's text; every problem in it has a place, and no input makes it throw. */
export function parsePolicy(text: string, kind: ParsedKind): ParsedPolicy {
  const log = new ProblemLog(text);
  const root = readJson(text, log);
  const document = root === undefined ? undefined : readDocument(text, root, { kind, log });
  const [first, ...others] = log.problems;
  if (first !== undefined) return { ok: false, problems: [first, ...others] };
  if (document !== undefined) return { ok: true, value: document };
  throw new Error("a policy was refused without a problem");
}

interface Reading {
  readonly kind: ParsedKind;
  readonly log: ProblemLog;
}

function readDocument(text: string, root: Node, reading: Reading): PolicyDocument | undefined {
  const { log } = reading;
  if (root.type !== "object") {
    log.add("wrongType", mustBe("policy", { en: "an object", ja: "オブジェクト" }, root), {
      offset: root.offset,
    });
    return undefined;
  }
  let version: PolicyDocument["version"] | undefined;
  let id: string | undefined;
  let statements: readonly Statement[] | undefined;
  for (const property of readProperties(root, log)) {
    switch (property.name.value) {
      case "Version":
        version = readVersion(property, log);
        break;
      case "Id":
        id = readString(property, log);
        break;
      case "Statement":
        statements = readStatements(property, reading);
        break;
      default:
        addUnknown(property, log);
    }
  }
  if (statements === undefined) {
    const sentence = {
      en: "the policy has no `Statement`",
      ja: "ポリシーに `Statement` がありません",
    };
    log.add("missingStatement", sentence, { offset: root.offset });
    return undefined;
  }
  return {
    text,
    version: version ?? "2008-10-17",
    ...(id === undefined ? {} : { id }),
    statements,
  };
}

function addUnknown({ name: { value, span } }: Property, log: ProblemLog): void {
  const sentence = {
    en: `unknown element ${quoted(value)} in the policy: it must be \`Version\`, \`Id\` or \`Statement\``,
    ja: `ポリシーに要素 ${quoted(value)} は書けません。書けるのは \`Version\`、\`Id\`、\`Statement\` です`,
  };
  log.add("unknownElement", sentence, { offset: span.offset, subject: value });
}

function readVersion(property: Property, log: ProblemLog): PolicyDocument["version"] | undefined {
  const version = readString(property, log);
  if (version === "2008-10-17" || version === "2012-10-17") return version;
  if (version !== undefined) {
    const sentence = {
      en: `\`Version\` is ${quoted(version)}: it must be \`2012-10-17\` or \`2008-10-17\``,
      ja: `\`Version\` が ${quoted(version)} になっています。\`2012-10-17\` か \`2008-10-17\` にしてください`,
    };
    log.add("invalidVersion", sentence, { offset: property.value.offset });
  }
  return undefined;
}

function readStatements({ name, value }: Property, reading: Reading): readonly Statement[] {
  const nodes = value.type === "array" ? (value.children ?? []) : [value];
  if (nodes.length === 0) {
    addEmpty({ name, value }, reading.log);
  }
  const statements: Statement[] = [];
  const sids = new Set<string>();
  for (const [index, node] of nodes.entries()) {
    const statement = parseStatement(node, index, reading);
    if (statement === undefined) continue;
    statements.push(statement);
    checkSidIsNew(statement, sids, reading);
  }
  return statements;
}

/** IAM User Guide, Sid: unique within a policy. S3's own check is not documented, so bucket policies pass. */
function checkSidIsNew({ sid, span }: Statement, sids: Set<string>, { kind, log }: Reading): void {
  if (sid === undefined || sid === "") return;
  if (kind !== "resource" && sids.has(sid)) {
    const sentence = {
      en: `the \`Sid\` ${quoted(sid)} stands twice in the policy`,
      ja: `ポリシーに \`Sid\` ${quoted(sid)} が 2 回あります`,
    };
    log.add("duplicateSid", sentence, span);
  }
  sids.add(sid);
}
