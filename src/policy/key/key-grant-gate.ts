import type { MatchClass, Miss, StatementEvaluation } from "../decision.ts";
import { answerOf, type EvaluatedGate, unreadableGate } from "../evaluate/evaluate-gate.ts";
import { nearestFirst } from "../evaluate/nearest-first.ts";
import type { RequestFacts } from "../evaluate/request-facts.ts";
import type { PolicyLayers } from "../request.ts";
import { isAboutKey } from "./about-key.ts";
import { missedConstraints } from "./grant-constraints.ts";
import type { KeyGrant } from "./key-grant.ts";

/** What the grants on a key say: each is held against the request as if it were a statement. */
export function keyGrantGate(
  facts: RequestFacts,
  { grants }: PolicyLayers,
): EvaluatedGate | undefined {
  const { request } = facts;
  if (grants === undefined || grants.length === 0 || !isAboutKey(request)) return undefined;
  const account = request.resourceAccount;
  const layer = "keyGrant";
  if (grants === "unreadable") return { ...unreadableGate(layer, account), denies: "no" };
  const statements = grants.map((grant, index) => evaluateGrant(grant, index, facts));
  return {
    layer,
    account,
    allows: answerOf(statements, "Allow"),
    denies: "no",
    allowsDirectly: answerOf(statements, "Allow", "direct"),
    allowsRole: answerOf(statements, "Allow", "role"),
    statements: nearestFirst(statements),
  };
}

/** A grant has no text, so everything in it is in its first line. */
const place = { line: 1, column: 1 } as const;

function evaluateGrant(grant: KeyGrant, index: number, facts: RequestFacts): StatementEvaluation {
  const { request } = facts;
  const asGrantee = classOf(grant.granteePrincipal, facts);
  const asRetiring = retiringClass(grant, facts);
  const missed = missesOf(grant, asGrantee, facts);
  // Who is named twice has what gives more.
  const retires = asRetiring !== "none" && (missed.length > 0 || isMore(asRetiring, asGrantee));
  const misses = retires ? [] : missed;
  return {
    ref: { layer: "keyGrant", policyName: grant.id, attachedTo: request.resource, index, ...place },
    effect: "Allow",
    matches: matchOf(misses),
    matchClass: retires ? asRetiring : asGrantee,
    misses,
  };
}

function retiringClass({ retiringPrincipal }: KeyGrant, facts: RequestFacts): MatchClass {
  return facts.action === "kms:retiregrant" ? classOf(retiringPrincipal, facts) : "none";
}

const weakestFirst: readonly MatchClass[] = ["none", "account", "role", "direct"];

function isMore(one: MatchClass, other: MatchClass): boolean {
  return weakestFirst.indexOf(one) > weakestFirst.indexOf(other);
}

function missesOf(
  grant: KeyGrant,
  matchClass: MatchClass,
  { request, action, nameList }: RequestFacts,
): readonly Miss[] {
  const misses: Miss[] = [];
  if (matchClass === "none") {
    const policyValues = [grant.granteePrincipal];
    const name = "GranteePrincipal";
    misses.push({
      element: "Principal",
      name,
      result: "no",
      policyValues,
      requestValues: nameList,
      ...place,
    });
  }
  if (!grant.operations.some((operation) => `kms:${operation.toLowerCase()}` === action)) {
    misses.push({
      element: "Action",
      name: "Operations",
      result: "no",
      policyValues: grant.operations,
      requestValues: [request.action],
      ...place,
    });
  }
  for (const { name, result, wanted, found } of missedConstraints(grant, action, request)) {
    misses.push({
      element: "Condition",
      name,
      result,
      policyValues: wanted,
      requestValues: found,
      ...place,
    });
  }
  return misses;
}

function matchOf(misses: readonly Miss[]): StatementEvaluation["matches"] {
  if (misses.length === 0) return "yes";
  return misses.some(({ result }) => result === "no") ? "no" : "unknown";
}

/** KMS API, CreateGrant, GranteePrincipal: accounts, users, roles, federated users and sessions. */
function classOf(principal: string | undefined, { names }: RequestFacts): MatchClass {
  if (principal === undefined) return "none";
  if (principal === names.entity) return "direct";
  if (principal === names.role) return "role";
  if (!names.account.includes(principal)) return "none";
  return names.isRoot ? "direct" : "account";
}
