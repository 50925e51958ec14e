import {
  accountCaller,
  type AuthorizationRequest,
  type Decision,
  englishExplanation,
  type Explanation,
  explanationOf,
  type Layer,
  sentenceOf,
} from "../../policy/index.ts";

/** One decision of a lab as its log has it: a line of JSON. Nothing in it is a secret. */
export interface LoggedDecision {
  /** The `x-amz-request-id` of the answer; a request that needs several permissions has several lines. */
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  /** An ARN, or what kind of caller it is that has none. */
  readonly caller: string;
  readonly account?: string;
  /** The organization of the caller's account. */
  readonly organization?: string;
  readonly action: string;
  readonly resource: string;
  readonly outcome: Decision["outcome"];
  /** The layer that AWS's text for a denial names. */
  readonly layer?: Layer;
  /** Why, in English. */
  readonly sentence: string;
  /** The values of condition keys, names in lower case. */
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly explanation: Explanation;
}

/** The request that a decision belongs to. */
export interface Occasion {
  readonly id: string;
  readonly receivedMs: number;
  readonly organization: string | undefined;
}

/** Makes the line of a decision. */
export function loggedDecision(
  decision: Decision,
  { id, receivedMs, organization }: Occasion,
): LoggedDecision {
  const { caller, action, resource, context } = decision.request;
  const account = accountCaller(caller)?.account;
  const explanation = explanationOf(decision);
  return {
    id,
    time: new Date(receivedMs).toISOString(),
    caller: "arn" in caller ? caller.arn : caller.kind,
    ...(account !== undefined && { account }),
    ...(organization !== undefined && { organization }),
    action,
    resource,
    outcome: decision.outcome,
    ...("layer" in decision && { layer: decision.layer }),
    sentence: sentenceOf(explanation, englishExplanation),
    context: valuesOf(context),
    explanation,
  };
}

function valuesOf(context: AuthorizationRequest["context"]): LoggedDecision["context"] {
  return Object.fromEntries(
    [...context].flatMap(([key, values]) => (values === "unknown" ? [] : [[key, values] as const])),
  );
}

/** Tells a line of a decision log from other JSON. */
export function isLoggedDecision(value: unknown): value is LoggedDecision {
  if (typeof value !== "object" || value === null) return false;
  const words = ["id", "time", "caller", "action", "resource", "outcome", "sentence"] as const;
  const fields = new Map<string, unknown>(Object.entries(value));
  const explanation = fields.get("explanation");
  return (
    words.every((word) => typeof fields.get(word) === "string") &&
    typeof explanation === "object" &&
    explanation !== null &&
    "gates" in explanation &&
    Array.isArray(explanation.gates)
  );
}
