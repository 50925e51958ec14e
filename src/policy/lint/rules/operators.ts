import { nearestWord } from "../../../aws/index.ts";
import type { ComparisonKind } from "../../condition-operator.ts";
import { CONDITION_OPERATORS } from "../knowledge/operator-names.ts";
import { checkConditionValue } from "../../parse/check-condition-value.ts";
import { operatorName, renameOperator, renameProperty } from "../edits/edit-statement.ts";
import type { TextEdit } from "../edits/text-edit.ts";
import {
  findConditionKey,
  type KeyFacts,
  type KeyType,
} from "../../context-keys/find-condition-key.ts";
import type { LintCondition, LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Draft, type Rule } from "../rule.ts";

/** `StringEquals` takes `*` for itself (IAM User Guide, String condition operators). */
export const wildcardWithoutLike: Rule<"SL24"> = defineRule({
  id: "SL24",
  name: "wildcard-without-like",
  severity: "error",
  fix: "automatic",
  check: (document) =>
    conditionsIn(document).flatMap(({ statement, condition }) => {
      const { operator, values } = condition;
      const kind = operator.meaning?.kind;
      if (kind !== "string" && kind !== "folded") return [];
      const wild = values.find(({ text }) => hasWildcard(text));
      if (wild === undefined) return [];
      const negated = operator.meaning?.negated === true;
      const right = likeOperator(statement, condition);
      const edits = renameOperator(statement, condition, right);
      return [
        {
          at: wild.node,
          parameters: { operator: operator.written, value: wild.text, right, negated },
          // The like operators regard case; `…IgnoreCase` did not.
          fix: { automatic: kind === "string", edits },
        },
      ];
    }),
});

/** `${*}` and the like are meant literally; variables are no wildcards. */
function hasWildcard(value: string): boolean {
  return isKnown(value) && /[*?]/.test(value.replaceAll(/\$\{[^}]*\}/g, ""));
}

function likeOperator({ conditions }: LintStatement, condition: LintCondition): string {
  const keys = conditions.filter(({ block }) => block === condition.block).map(({ key }) => key);
  const areArns = keys.every(({ name }) => findConditionKey(name.value)?.type === "arn");
  const family = areArns ? "Arn" : "String";
  const bare = condition.operator.meaning?.negated === true ? `${family}NotLike` : `${family}Like`;
  return operatorName(condition, { bare });
}

/** A value or an operator of another type than the key's. */
export const typeMismatch: Rule<"SL25"> = defineRule({
  id: "SL25",
  name: "type-mismatch",
  severity: "error",
  fix: "proposed",
  check: (document) =>
    conditionsIn(document).flatMap(({ statement, condition }) => {
      const { operator, key } = condition;
      const facts = findConditionKey(key.name.value);
      if (operator.meaning === undefined) return [];
      return facts === undefined || takes(facts, operator.meaning.kind)
        ? wrongValues(condition)
        : [wrongFamily(statement, condition, facts)];
    }),
});

function wrongValues({ operator, key, values }: LintCondition): readonly Draft<"SL25">[] {
  return values
    .filter(({ text }) => isKnown(text) && !text.includes("${"))
    .filter(({ text }) => checkConditionValue(operator.bare, text) !== undefined)
    .map(({ text, node }) => ({
      at: node,
      parameters: {
        operator: operator.written,
        key: key.name.value,
        value: text,
        right: undefined,
      },
    }));
}

function wrongFamily(
  statement: LintStatement,
  condition: LintCondition,
  { type }: KeyFacts,
): Draft<"SL25"> {
  const { operator, key, block } = condition;
  const bare = EQUALITIES[type][operator.meaning?.negated === true ? 1 : 0];
  const right = bare === undefined ? undefined : operatorName(condition, { bare });
  const isAlone = statement.conditions.filter((other) => other.block === block).length === 1;
  const edits: readonly TextEdit[] =
    right !== undefined && isAlone ? renameOperator(statement, condition, right) : [];
  return {
    at: block.name.span,
    parameters: { operator: operator.written, key: key.name.value, value: undefined, right },
    fix: { automatic: false, edits },
  };
}

const FAMILIES: Readonly<Record<KeyType, readonly ComparisonKind[]>> = {
  string: ["string", "folded", "like", "binary"],
  arn: ["arn", "string", "folded", "like"],
  ip: ["ip"],
  // Text that reads `true` is compared as text, which works.
  bool: ["bool", "string", "folded"],
  date: ["date", "numeric"],
  numeric: ["numeric"],
};

function takes({ type, name }: KeyFacts, kind: ComparisonKind): boolean {
  // A tag or a part of an encryption context is text, and `aws:SourceVpcArn` is listed as such; ARNs all the same.
  const mayBeArn = type === "string" && /(?:[/:]|arn)$/i.test(name);
  return kind === "null" || FAMILIES[type].includes(kind) || (kind === "arn" && mayBeArn);
}

/** The operators of each type that ask whether values are the same, and whether they are not. */
const EQUALITIES: Readonly<Record<KeyType, readonly [same: string, other: string | undefined]>> = {
  string: ["StringEquals", "StringNotEquals"],
  arn: ["ArnLike", "ArnNotLike"],
  ip: ["IpAddress", "NotIpAddress"],
  bool: ["Bool", undefined],
  date: ["DateEquals", "DateNotEquals"],
  numeric: ["NumericEquals", "NumericNotEquals"],
};

/** An operator that IAM does not have. */
export const invalidOperator: Rule<"SL26"> = defineRule({
  id: "SL26",
  name: "invalid-operator",
  severity: "error",
  fix: "proposed",
  check: (document) =>
    blocksIn(document).flatMap(({ block, operator }) => {
      if (!isKnown(operator.written) || isOperator({ block, operator })) return [];
      const meant = meantOperator({ block, operator });
      const edits = meant === undefined ? [] : [renameProperty(block, meant)];
      return [
        {
          at: block.name.span,
          parameters: { operator: operator.written, meant },
          fix: { automatic: false, edits },
        },
      ];
    }),
});

type Block = Pick<LintCondition, "block" | "operator">;

const QUANTIFIERS = ["ForAllValues", "ForAnyValue"];

function isOperator({ operator }: Block): boolean {
  const { quantifier, bare, ifExists, meaning } = operator;
  if (quantifier !== undefined && !QUANTIFIERS.includes(quantifier)) return false;
  return meaning !== undefined && !(bare === "Null" && ifExists);
}

function meantOperator({ operator }: Block): string | undefined {
  const { quantifier, bare, ifExists } = operator;
  const right = nearestWord(bare, CONDITION_OPERATORS);
  const set = quantifier === undefined ? "" : nearestWord(quantifier, QUANTIFIERS);
  if (right === undefined || set === undefined) return undefined;
  const suffix = ifExists && right !== "Null" ? "IfExists" : "";
  return `${set === "" ? "" : `${set}:`}${right}${suffix}`;
}

/** Each operator once, however many keys it has. */
function blocksIn(document: LintDocument): readonly Block[] {
  const blocks = conditionsIn(document).map(({ condition }) => condition);
  return blocks.filter(({ block }, i) => blocks.findIndex((other) => other.block === block) === i);
}

/** `ForAllValues` holds when the key is absent; with a key of one value it has no other effect. */
export const forAllValuesOfOne: Rule<"SL32"> = defineRule({
  id: "SL32",
  name: "for-all-values-of-one",
  severity: "warning",
  fix: "automatic",
  check: (document) =>
    conditionsIn(document).flatMap(({ statement, condition }) => {
      const { operator, key, block } = condition;
      const facts = findConditionKey(key.name.value);
      if (operator.quantifier !== "ForAllValues" || facts?.isMultivalued !== false) return [];
      const right = operatorName(condition, { quantifier: "" });
      const others = statement.conditions.filter((other) => other.block === block);
      const areAllSingle = others.every(
        (other) => findConditionKey(other.key.name.value)?.isMultivalued === false,
      );
      const edits = areAllSingle ? renameOperator(statement, condition, right) : [];
      // In a Deny the quantifier may be what denies requests without the key.
      const automatic = statement.effect === "Allow" || operator.meaning?.negated === true;
      return [
        {
          at: block.name.span,
          parameters: { key: key.name.value, right },
          fix: { automatic, edits },
        },
      ];
    }),
});

interface PlacedCondition {
  readonly statement: LintStatement;
  readonly condition: LintCondition;
}

function conditionsIn({ statements }: LintDocument): readonly PlacedCondition[] {
  return statements.flatMap((statement) =>
    statement.conditions.map((condition) => ({ statement, condition })),
  );
}
