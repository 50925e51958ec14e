import { isInBlock, isSameBytes, readDate, readNumber } from "./condition-values.ts";
import { covers, coversArn, type Pattern, plainText, readPattern } from "./pattern.ts";
import { asList, type JsonCondition, type KnownContext } from "./policy-json.ts";

/** Does one value of the policy match one value of the request? */
type Match = (policyValue: string, requestValue: string) => boolean;

const isBool: Match = (policy, request) =>
  /^(true|false)$/i.test(policy) && policy.toLowerCase() === request.toLowerCase();

function comparing(read: (text: string) => number): Readonly<Record<string, Match>> {
  return {
    Equals: (policy, request) => read(request) === read(policy),
    LessThan: (policy, request) => read(request) < read(policy),
    LessThanEquals: (policy, request) => read(request) <= read(policy),
    GreaterThan: (policy, request) => read(request) > read(policy),
    GreaterThanEquals: (policy, request) => read(request) >= read(policy),
  };
}

/** Variables stand only in the values of String and Arn operators (R16). */
function withVariables(
  context: KnownContext | undefined,
  test: (pattern: Pattern, requestValue: string) => boolean,
): Match {
  return (policy, request) => {
    const pattern = readPattern(policy, context);
    return pattern !== undefined && test(pattern, request);
  };
}

/** The operators without `Not`, which only turns the answer round. */
function matchFor(operator: string, variables: KnownContext | undefined): Match | undefined {
  const [, family, comparison = ""] = /^(Numeric|Date)(.*)$/.exec(operator) ?? [];
  if (family === "Numeric") return comparing(readNumber)[comparison];
  if (family === "Date") return comparing(readDate)[comparison];
  const matches: Readonly<Record<string, Match>> = {
    StringEquals: withVariables(variables, (p, value) => plainText(p) === value),
    StringEqualsIgnoreCase: withVariables(
      variables,
      (p, value) => plainText(p).toLowerCase() === value.toLowerCase(),
    ),
    StringLike: withVariables(variables, covers),
    ArnEquals: withVariables(variables, coversArn),
    ArnLike: withVariables(variables, coversArn),
    Bool: isBool,
    BinaryEquals: isSameBytes,
    IpAddress: isInBlock,
  };
  return matches[operator];
}

/** One operator with one key and its values. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export function conditionsOf(condition: JsonCondition = {}): readonly Condition[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: asList(values) })),
  );
}

/** Does the condition hold? `variables` is the context again, or undefined in old policies (R17). */
export function conditionHolds(
  { operator, key, values }: Condition,
  context: KnownContext,
  variables: KnownContext | undefined,
): boolean {
  const [, quantifier, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const asked = context.get(key.toLowerCase()) ?? [];
  if (name === "Null") return values.includes(String(asked.length === 0));
  if (asked.length === 0 && ifExists !== undefined) return true;

  const isNegated = name.includes("Not");
  const match = matchFor(name.replace("Not", ""), variables);
  if (match === undefined) throw new Error(`no such condition operator: \`${operator}\``);
  const passes = (value: string): boolean => isNegated !== values.some((v) => match(v, value));
  if (quantifier !== undefined) return setHolds(quantifier, asked, passes);
  // No value: `every` of none is true, `some` of none is false, as R22 asks.
  return isNegated ? asked.every(passes) : asked.some(passes);
}

/** To the set operators an empty string is an empty set (R25, R26). */
function setHolds(
  quantifier: string,
  asked: readonly string[],
  passes: (value: string) => boolean,
): boolean {
  const isEmpty = asked.every((value) => value === "");
  return quantifier === "ForAllValues"
    ? isEmpty || asked.every(passes)
    : !isEmpty && asked.some(passes);
}
