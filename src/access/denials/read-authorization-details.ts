import type { Denial, DenialLayer } from "./denial.ts";
import { type Fields, fieldsIn, isFields, listIn, textIn } from "./json-fields.ts";
import type { DenialRecord } from "./read-record.ts";

// IAM Toolbox API Reference, PolicyInfo: the types of policies.
const layers: ReadonlyMap<string, DenialLayer> = new Map<string, DenialLayer>([
  ["IDENTITY_BASED_POLICY", "identity"],
  ["PERMISSIONS_BOUNDARY", "boundary"],
  ["RESOURCE_BASED_POLICY", "resource"],
  ["RESOURCE_CONTROL_POLICY", "resourceControl"],
  ["SERVICE_CONTROL_POLICY", "serviceControl"],
  ["SESSION_POLICY", "session"],
  ["VPC_ENDPOINT_POLICY", "vpcEndpoint"],
]);

/** Whether JSON is what `GetRequestAuthorizationDetails` answers. */
export function isAuthorizationDetails(value: unknown): value is Fields {
  if (!isFields(value)) return false;
  const [first] = listIn(value, "evaluations");
  return first !== undefined && typeof first["evaluatedEffect"] === "string";
}

/** IAM Toolbox API Reference, Evaluation: each pair of an action and a resource that was denied. */
export function recordsOfDetails(details: Fields): readonly DenialRecord[] {
  const policies = listIn(details, "policies");
  const ofRequest = fieldsIn(details, "requestContext");
  return listIn(details, "evaluations").flatMap((evaluation) => {
    const effect = effectOf(evaluation);
    if (effect === undefined) return [];
    const context = { ...ofRequest, ...fieldsIn(evaluation, "context") };
    const principal = principalIn(context);
    const action = textIn(evaluation, "action");
    const resource = textIn(evaluation, "resource");
    const denial = {
      code: "AccessDenied",
      ...(principal !== undefined && { principal }),
      ...(action !== undefined && { action }),
      ...(resource !== undefined && { resource }),
      ...placeOf(resource),
      effect,
      ...(effect === "explicit" && deniedBy(evaluation, policies)),
      message: [principal, action, resource].filter((text) => text !== undefined).join(" "),
    };
    return [{ denial }];
  });
}

function effectOf(evaluation: Fields): Denial["effect"] {
  switch (evaluation["evaluatedEffect"]) {
    case "EXPLICIT_DENY":
      return "explicit";
    case "IMPLICIT_DENY":
      return "implicit";
    default:
      return undefined;
  }
}

/** Condition keys are told apart without regard to case, and have one value or a list. */
function principalIn(context: Fields): string | undefined {
  const [, value] =
    Object.entries(context).find(([name]) => name.toLowerCase() === "aws:principalarn") ?? [];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" ? first : undefined;
}

function placeOf(resource = ""): Pick<Denial, "bucket"> {
  const bucket = /^arn:[^:]+:s3:::([^/]+)/.exec(resource)?.[1];
  return bucket === undefined ? {} : { bucket };
}

/** The policy whose statement denies; that of an inline one has no ARN. */
function deniedBy(
  evaluation: Fields,
  policies: readonly Fields[],
): Pick<Denial, "layer" | "policyArn"> {
  const matched = listIn(evaluation, "matchedPolicies").find((policy) =>
    listIn(policy, "matchedStatements").some((each) => each["evaluatedEffect"] === "DENY"),
  );
  const uri = matched === undefined ? undefined : textIn(matched, "uri");
  const policy = policies.find((each) => uri !== undefined && each["uri"] === uri);
  const layer = layers.get(policy === undefined ? "" : (textIn(policy, "type") ?? ""));
  return {
    ...(layer !== undefined && { layer }),
    ...(uri?.startsWith("arn:") === true && { policyArn: uri }),
  };
}
