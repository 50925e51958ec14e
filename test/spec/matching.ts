import { conditionHolds, conditionsOf } from "./conditions.ts";
import { covers, coversArn, type Pattern, readPattern } from "./pattern.ts";
import {
  asList,
  type JsonPolicy,
  type JsonStatement,
  type KnownContext,
  type KnownRequest,
  statementsOf,
} from "./policy-json.ts";

/** The statements that match in all but the principal (R10 to R29). */
export function applying(
  policies: readonly JsonPolicy[],
  request: KnownRequest,
): readonly JsonStatement[] {
  return policies.flatMap((policy) => {
    const variables = policy.Version === "2012-10-17" ? request.context : undefined;
    return statementsOf(policy).filter(
      (statement) =>
        actionMatches(statement, request.action) &&
        resourceMatches(statement, request.resource, variables) &&
        conditionsOf(statement.Condition).every((condition) =>
          conditionHolds(condition, request.context, variables),
        ),
    );
  });
}

function actionMatches({ Action, NotAction }: JsonStatement, action: string): boolean {
  const isIn = (list: typeof Action): boolean =>
    asList(list)
      .map((text) => readPattern(text.toLowerCase()))
      .some((pattern) => pattern !== undefined && covers(pattern, action.toLowerCase()));
  return NotAction === undefined ? isIn(Action) : !isIn(NotAction);
}

function resourceMatches(
  { Resource, NotResource }: JsonStatement,
  arn: string,
  variables: KnownContext | undefined,
): boolean {
  // A trust policy has neither: it is about its role.
  if (Resource === undefined && NotResource === undefined) return true;
  const isIn = (list: typeof Resource): boolean =>
    asList(list).some((text) => {
      const pattern = readResource(text, variables);
      return text === "*" || (pattern !== undefined && coversArn(pattern, arn));
    });
  return NotResource === undefined ? isIn(Resource) : !isIn(NotResource);
}

/** Variables stand only after the fifth colon of a resource (R15). */
function readResource(text: string, variables: KnownContext | undefined): Pattern | undefined {
  const [, head = "", tail = ""] = /^((?:[^:]*:){0,5})(.*)$/s.exec(text) ?? [];
  const [before, after] = [readPattern(head), readPattern(tail, variables)];
  return before !== undefined && after !== undefined ? [...before, ...after] : undefined;
}
