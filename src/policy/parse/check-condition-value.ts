import { type ComparisonKind, findConditionOperator } from "../condition-operator.ts";
import { parseDate } from "../conditions/parse-date.ts";
import { parseIpRange } from "../conditions/ip-range.ts";
import { parseNumeric } from "../conditions/parse-numeric.ts";
import { quoted } from "./problem-log.ts";

/**
 * What is wrong with a condition value, or undefined. AWS does not document how it evaluates
 * a value of the wrong type, so such a policy is refused instead of guessed at.
 */
export function checkConditionValue(operator: string, value: string): string | undefined {
  const kind = findConditionOperator(operator)?.kind;
  const form = kind === undefined ? anyText : forms[kind];
  if (form.fits(value)) return undefined;
  return `\`${operator}\` cannot compare with ${quoted(value)}: it must be ${form.wanted}`;
}

interface ValueForm {
  readonly wanted: string;
  readonly fits: (value: string) => boolean;
}

const trueOrFalse: ValueForm = {
  wanted: "`true` or `false`",
  fits: (value) => /^(?:true|false)$/i.test(value),
};
const anyText: ValueForm = { wanted: "text", fits: () => true };

const forms: Readonly<Record<ComparisonKind, ValueForm>> = {
  string: anyText,
  folded: anyText,
  like: anyText,
  arn: anyText,
  numeric: { wanted: "a number", fits: (value) => parseNumeric(value) !== undefined },
  date: {
    wanted: "an ISO 8601 date or epoch seconds",
    fits: (value) => parseDate(value) !== undefined,
  },
  ip: {
    wanted: "an IP address or a CIDR range",
    fits: (value) => parseIpRange(value) !== undefined,
  },
  bool: trueOrFalse,
  null: trueOrFalse,
  binary: { wanted: "base64", fits: (value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value) },
};
