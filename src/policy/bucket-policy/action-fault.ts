import { type ActionFacts, expandAction, findAction } from "../../aws/index.ts";
import type { Statement } from "../policy-document.ts";
import type { RefusalReason } from "./policy-refusal.ts";
import type { ResourceScope } from "./resource-scope.ts";

/**
 * What S3 holds against a statement's actions and conditions. Each entry of `Action` must exist,
 * must apply to a resource of the statement, and must know every `s3:` key of the conditions;
 * of a wildcard's actions one is enough. With `NotAction` nothing is checked.
 */
export function actionFault(
  statement: Statement,
  scopes: readonly ResourceScope[],
): RefusalReason | undefined {
  const { action, resource, conditions } = statement;
  const keys = conditions.map(({ key }) => keyName(key)).filter((key) => key.startsWith("s3:"));
  if (keys.some((key) => !bucketActions("s3:*").some((known) => knowsKey(known, key)))) {
    return "invalidConditionKey";
  }
  if (action.negated) return undefined;
  const anywhere = resource?.negated === true;
  for (const { value } of action.entries) {
    const meant = bucketActions(value);
    if (meant.length === 0) return "invalidAction";
    const apt = anywhere ? meant : meant.filter((each) => appliesTo(each, scopes));
    if (apt.length === 0) return "actionWithoutResource";
    if (!keys.every((key) => apt.some((each) => knowsKey(each, key)))) {
      return "conditionWithoutAction";
    }
  }
  return undefined;
}

/** The S3 actions that a pattern covers and that a bucket policy can grant. */
function bucketActions(pattern: string): readonly ActionFacts[] {
  return expandAction(pattern)
    .filter((name) => name.startsWith("s3:"))
    .map(findAction)
    .filter((action) => action !== undefined)
    .filter(({ resourceTypes }) =>
      ["bucket", "object"].some((type) => resourceTypes.includes(type)),
    );
}

function appliesTo({ resourceTypes }: ActionFacts, scopes: readonly ResourceScope[]): boolean {
  return scopes.some(
    ({ bucket, object }) =>
      (bucket && resourceTypes.includes("bucket")) || (object && resourceTypes.includes("object")),
  );
}

function knowsKey({ conditionKeys }: ActionFacts, key: string): boolean {
  return conditionKeys.some((known) => keyName(known) === key);
}

/** A key in lower case, without the tag key that stands after the slash. */
function keyName(key: string): string {
  const slash = key.indexOf("/");
  return (slash === -1 ? key : key.slice(0, slash)).toLowerCase();
}
