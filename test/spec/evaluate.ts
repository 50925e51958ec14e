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
import { namedAs } from "./principals.ts";

export type Verdict = "allowed" | "explicitDeny" | "implicitDeny";

interface JsonLayers {
  readonly identity: readonly JsonPolicy[];
  readonly resource: readonly JsonPolicy[];
}

/** Decides a request as AWS's text says, from policies as plain JSON; the rules are in docs. */
export function evaluate(request: KnownRequest, layers: JsonLayers): Verdict {
  if (/^sts:GetCallerIdentity$/i.test(request.action)) return "allowed"; // R08

  const identity = applying(layers.identity, request);
  const resource = applying(layers.resource, request)
    .map((statement) => ({ ...statement, named: namedAs(statement, request.caller) }))
    .filter(({ named }) => named !== "nobody");

  const denies = (statement: JsonStatement): boolean => statement.Effect === "Deny";
  if (identity.some(denies)) return "explicitDeny";
  if (resource.some(denies) && !mayAlwaysEditPolicy(request)) return "explicitDeny";

  const { caller, resourceAccount } = request;
  const allows = identity.some(({ Effect }) => Effect === "Allow");
  const grants = resource.filter(({ Effect }) => Effect === "Allow").map(({ named }) => named);
  const isGranted = grants.length > 0;
  const verdict = (isAllowed: boolean): Verdict => (isAllowed ? "allowed" : "implicitDeny");

  if (caller.kind === "anonymous") return verdict(isGranted);
  const identityAllows = caller.kind === "root" || allows;
  if (caller.account !== resourceAccount) return verdict(identityAllows && isGranted);
  return verdict(identityAllows || grants.some((named) => named !== "account"));
}

/** The bucket owner's root user keeps the bucket policy in hand, whatever it says (R09). */
function mayAlwaysEditPolicy({ caller, action, resourceAccount }: KnownRequest): boolean {
  const isOwner = caller.kind === "root" && caller.account === resourceAccount;
  return isOwner && /^s3:(Get|Put|Delete)BucketPolicy$/i.test(action);
}

/** The statements that match in all but the principal. */
function applying(
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
