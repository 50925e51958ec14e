import type { Explanation, ExplainedGate, Layer } from "../../policy/index.ts";
import type { LoggedDecision } from "./logged-decision.ts";

type PolicyType =
  | "IDENTITY_BASED_POLICY"
  | "PERMISSIONS_BOUNDARY"
  | "RESOURCE_BASED_POLICY"
  | "RESOURCE_CONTROL_POLICY"
  | "SERVICE_CONTROL_POLICY"
  | "SESSION_POLICY"
  | "VPC_ENDPOINT_POLICY";

// IAM Toolbox API Reference, PolicyInfo; settings of S3 and grants of KMS are no policies there.
const TYPES: Readonly<Partial<Record<Layer, PolicyType>>> = {
  identity: "IDENTITY_BASED_POLICY",
  boundary: "PERMISSIONS_BOUNDARY",
  resource: "RESOURCE_BASED_POLICY",
  roleTrust: "RESOURCE_BASED_POLICY",
  accessPoint: "RESOURCE_BASED_POLICY",
  keyPolicy: "RESOURCE_BASED_POLICY",
  resourceControl: "RESOURCE_CONTROL_POLICY",
  serviceControl: "SERVICE_CONTROL_POLICY",
  session: "SESSION_POLICY",
  vpcEndpoint: "VPC_ENDPOINT_POLICY",
};

const EFFECTS = {
  allowed: "ALLOW",
  explicitDeny: "EXPLICIT_DENY",
  implicitDeny: "IMPLICIT_DENY",
  // The lab hands over every policy and every value, so nothing is left open.
  unknown: undefined,
} as const;

interface PolicyInfo {
  readonly type: PolicyType;
  readonly inline: boolean;
  readonly uri: string;
  readonly attachedTo: readonly { readonly arn: string }[];
}

interface Evaluation {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly evaluatedEffect?: "ALLOW" | "EXPLICIT_DENY" | "IMPLICIT_DENY";
  readonly matchedPolicies: readonly MatchedPolicy[];
}

interface MatchedPolicy {
  readonly uri: string;
  readonly matchedStatements: readonly {
    readonly sid: string;
    readonly evaluatedEffect: "ALLOW" | "DENY";
  }[];
}

/** The output of `GetRequestAuthorizationDetails`. */
export interface AuthorizationDetails {
  readonly requestContext: Readonly<Record<string, readonly string[]>>;
  readonly evaluations: readonly Evaluation[];
  readonly policies: readonly PolicyInfo[];
}

/** The decisions about one request in the form of AWS (IAM Toolbox API Reference). */
export function authorizationDetails(decisions: readonly LoggedDecision[]): AuthorizationDetails {
  const shared = sharedContext(decisions.map(({ context }) => context));
  const all = decisions.flatMap(({ explanation }) => explanation.gates.flatMap(policiesOf));
  return {
    requestContext: shared,
    evaluations: decisions.map((decision) => evaluationOf(decision, shared)),
    policies: [...new Map(all.map((policy) => [policy.uri, policy])).values()],
  };
}

function sharedContext(
  contexts: readonly LoggedDecision["context"][],
): AuthorizationDetails["requestContext"] {
  const [first = {}, ...others] = contexts;
  return Object.fromEntries(
    Object.entries(first).filter(([key, values]) =>
      others.every((other) => JSON.stringify(other[key]) === JSON.stringify(values)),
    ),
  );
}

function evaluationOf(
  { action, resource, context, outcome, explanation }: LoggedDecision,
  shared: LoggedDecision["context"],
): Evaluation {
  const evaluatedEffect = EFFECTS[outcome];
  return {
    action,
    resource,
    context: Object.fromEntries(Object.entries(context).filter(([key]) => !(key in shared))),
    ...(evaluatedEffect && { evaluatedEffect }),
    matchedPolicies: matchedPolicies(explanation),
  };
}

/** An implicit denial has no matched policies (the same page, Evaluation). */
function matchedPolicies({ gates, outcome }: Explanation): readonly MatchedPolicy[] {
  if (outcome === "implicitDeny") return [];
  const matched = new Map<string, MatchedPolicy["matchedStatements"]>();
  for (const gate of gates.filter(({ layer }) => layer in TYPES)) {
    for (const { ref, effect, matches } of gate.statements) {
      if (matches !== "yes") continue;
      const statement = {
        sid: ref.sid ?? `Statement${ref.index + 1}`,
        evaluatedEffect: effect === "Allow" ? "ALLOW" : "DENY",
      } as const;
      const uri = uriOf(ref);
      matched.set(uri, [...(matched.get(uri) ?? []), statement]);
    }
  }
  return [...matched].map(([uri, matchedStatements]) => ({ uri, matchedStatements }));
}

function policiesOf({ layer, statements }: ExplainedGate): readonly PolicyInfo[] {
  const type = TYPES[layer];
  if (type === undefined) return [];
  return statements.map(({ ref }) => ({
    type,
    inline: ref.policyArn === undefined,
    uri: uriOf(ref),
    attachedTo: [{ arn: ref.attachedTo }],
  }));
}

type StatementRef = ExplainedGate["statements"][number]["ref"];

/** A managed policy's ARN; for an inline policy, words that tell it from all others. */
function uriOf({ policyArn, layer, attachedTo, policyName }: StatementRef): string {
  return policyArn ?? `${layer}/${attachedTo}/${policyName}`;
}
