import type { Node } from "jsonc-parser";

import type { Sentence } from "../../aws/index.ts";
import { findConditionOperator } from "../condition-operator.ts";
import type { ConditionEntry, Located } from "../policy-document.ts";
import { checkConditionValue } from "./check-condition-value.ts";
import { addEmpty, mustBe, type Property, readProperties, spanOf } from "./json-object.ts";
import { type ProblemLog, quoted } from "./problem-log.ts";

const keysAndValues: Sentence = {
  en: "an object of condition keys",
  ja: "条件キーのオブジェクト",
};
const scalars: Sentence = {
  en: "strings, numbers or Booleans",
  ja: "文字列・数値・真偽値のいずれか",
};

type Quantifier = NonNullable<ConditionEntry["quantifier"]>;

interface OperatorName {
  readonly operator: string;
  readonly ifExists: boolean;
  readonly quantifier?: Quantifier;
}

/** Reads a `Condition` block into one entry per operator and key. */
export function parseCondition({ name, value }: Property, log: ProblemLog): ConditionEntry[] {
  if (value.type !== "object") {
    log.add("wrongType", mustBe(name.value, { en: "an object", ja: "オブジェクト" }, value), {
      offset: value.offset,
    });
    return [];
  }
  return readProperties(value, log).flatMap((operator) => readOperator(operator, log));
}

function readOperator({ name, value }: Property, log: ProblemLog): ConditionEntry[] {
  const operator = parseOperatorName(name, log);
  if (value.type !== "object") {
    log.add("wrongType", mustBe(name.value, keysAndValues, value), { offset: value.offset });
    return [];
  }
  // Condition key names are not case-sensitive (IAM User Guide, Condition), so two spellings collide.
  const keys = readProperties(value, log, (key) => key.toLowerCase());
  return operator === undefined ? [] : keys.map((key) => readKey(operator, key, log));
}

function readKey(name: OperatorName, key: Property, log: ProblemLog): ConditionEntry {
  if (key.name.value === "") {
    const sentence = { en: "a condition key is empty", ja: "条件キーが空です" };
    log.add("invalidConditionKey", sentence, key.name.span);
  }
  const values = readValues(key, log);
  for (const value of values) {
    const complaint = checkConditionValue(name.operator, value.value);
    if (complaint !== undefined) log.add("invalidConditionValue", complaint, value.span);
  }
  return { ...name, key: key.name.value, values, span: key.span };
}

/** Splits `ForAnyValue:StringLikeIfExists`; a name that IAM does not know is a problem. */
function parseOperatorName(name: Located<string>, log: ProblemLog): OperatorName | undefined {
  const parts = /^(?:([^:]*):)?(.*?)(IfExists)?$/s.exec(name.value);
  const [, quantifier, operator = "", ifExists] = parts ?? [];
  const at = { offset: name.span.offset, subject: name.value };
  if (findConditionOperator(operator) === undefined) {
    const sentence = {
      en: `unknown condition operator ${quoted(name.value)}`,
      ja: `条件演算子 ${quoted(name.value)} は存在しません`,
    };
    log.add("unknownOperator", sentence, at);
    return undefined;
  }
  if (!isQuantifier(quantifier)) {
    const sentence = {
      en: `unknown quantifier in ${quoted(name.value)}: it must be \`ForAllValues\` or \`ForAnyValue\``,
      ja: `${quoted(name.value)} の限定子は \`ForAllValues\` か \`ForAnyValue\` にしてください`,
    };
    log.add("unknownQuantifier", sentence, at);
    return undefined;
  }
  if (operator === "Null" && ifExists !== undefined) {
    const sentence = {
      en: "`Null` asks whether a key exists, so it takes no `IfExists`",
      ja: "`Null` はキーの有無を調べるので、`IfExists` は付けられません",
    };
    log.add("ifExistsOnNull", sentence, at);
    return undefined;
  }
  return {
    operator,
    ifExists: ifExists !== undefined,
    ...(quantifier === undefined ? {} : { quantifier }),
  };
}

function isQuantifier(text: string | undefined): text is Quantifier | undefined {
  return text === undefined || text === "ForAllValues" || text === "ForAnyValue";
}

/** Quotation marks are optional for numbers and Booleans (IAM User Guide, Grammar of the policy language). */
function readValues({ name, value }: Property, log: ProblemLog): readonly Located<string>[] {
  const nodes = value.type === "array" ? (value.children ?? []) : [value];
  if (value.type === "array" && nodes.length === 0) addEmpty({ name, value }, log);
  const values: Located<string>[] = [];
  for (const node of nodes) {
    const text = scalarText(node);
    if (typeof node.value === "number" && Math.abs(node.value) > Number.MAX_SAFE_INTEGER) {
      // Read as a number it has lost digits, and would be compared as another value.
      const sentence = {
        en: `the number in ${quoted(name.value)} is too large: it must stand in quotation marks`,
        ja: `${quoted(name.value)} の数値が大きすぎます。引用符で囲んでください`,
      };
      log.add("invalidConditionValue", sentence, { offset: node.offset });
    } else if (text !== undefined) values.push({ value: text, span: spanOf(node) });
    else log.add("wrongType", mustBe(name.value, scalars, node), { offset: node.offset });
  }
  return values;
}

function scalarText(node: Node): string | undefined {
  const value: unknown = node.value;
  const isScalar =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isScalar ? String(value) : undefined;
}
