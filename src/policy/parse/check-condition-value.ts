import type { Sentence } from "../../aws/index.ts";
import { type ComparisonKind, findConditionOperator } from "../condition-operator.ts";
import { parseDate } from "../conditions/parse-date.ts";
import { parseIpRange } from "../conditions/ip-range.ts";
import { parseNumeric } from "../conditions/parse-numeric.ts";
import { quoted } from "./problem-log.ts";

/**
 * What is wrong with a condition value, or undefined. AWS does not document how it evaluates
 * a value of the wrong type, so such a policy is refused instead of guessed at.
 */
export function checkConditionValue(operator: string, value: string): Sentence | undefined {
  const kind = findConditionOperator(operator)?.kind;
  const form = kind === undefined ? anyText : forms[kind];
  if (form.fits(value)) return undefined;
  return {
    en: `\`${operator}\` cannot compare with ${quoted(value)}: it must be ${form.wanted.en}`,
    ja: `\`${operator}\` では ${quoted(value)} と比較できません。${form.wanted.ja}を書いてください`,
  };
}

interface ValueForm {
  readonly wanted: Sentence;
  readonly fits: (value: string) => boolean;
}

const trueOrFalse: ValueForm = {
  wanted: { en: "`true` or `false`", ja: "`true` か `false` " },
  fits: (value) => /^(?:true|false)$/i.test(value),
};
const anyText: ValueForm = { wanted: { en: "text", ja: "文字列" }, fits: () => true };

const forms: Readonly<Record<ComparisonKind, ValueForm>> = {
  string: anyText,
  folded: anyText,
  like: anyText,
  arn: anyText,
  numeric: {
    wanted: { en: "a number", ja: "数値" },
    fits: (value) => parseNumeric(value) !== undefined,
  },
  date: {
    wanted: { en: "an ISO 8601 date or epoch seconds", ja: "ISO 8601 の日時かエポック秒" },
    fits: (value) => parseDate(value) !== undefined,
  },
  ip: {
    wanted: { en: "an IP address or a CIDR range", ja: "IP アドレスか CIDR の範囲" },
    fits: (value) => parseIpRange(value) !== undefined,
  },
  bool: trueOrFalse,
  null: trueOrFalse,
  binary: {
    wanted: { en: "base64", ja: "base64 の文字列" },
    fits: (value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value),
  },
};
