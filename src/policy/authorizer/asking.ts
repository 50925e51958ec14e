import type { MatchClass, Tri } from "../decision.ts";
import { matchesResource } from "../evaluate/evaluate-statement.ts";
import { factsOf, type RequestFacts } from "../evaluate/request-facts.ts";
import { matchesTokens } from "../match/glob.ts";
import { matchPrincipal } from "../match/match-principal.ts";
import type { AuthorizationRequest, Caller, PolicyLayers } from "../request.ts";
import { both, tri } from "../tri.ts";
import { addAllow, type Answers, isOpen, newAnswers, silence } from "./answers.ts";
import type { AccountRule, CallerBucket } from "./caller-bucket.ts";
import { follow } from "./radix-tree.ts";
import type { ResourceIndex } from "./resource-index.ts";
import type { Rule } from "./rule.ts";

type Known = Exclude<Caller, { readonly kind: "anonymous" }>;

/** The request at hand; one of these serves all requests, so that none makes anything new. */
export interface Asking {
  readonly layers: PolicyLayers;
  request: AuthorizationRequest;
  /** Of the layer at hand. */
  answers: Answers;
  /** Of the level of an organization at hand. */
  readonly level: Answers;
  readonly managementAccounts: readonly string[];
  readonly hasGatewayEndpoint: boolean;
  /** Whether naming an account names its root user alone. */
  accountIsRoot: boolean;
  /** Made only for patterns and principals that no index settles. */
  facts: RequestFacts | undefined;
  /** `askBucket` for this asking, made once. */
  readonly visit: (bucket: CallerBucket) => void;
}

export function newAsking(layers: PolicyLayers): Asking {
  const asking: Asking = {
    layers,
    request: {
      caller: { kind: "anonymous" },
      action: "",
      resource: "",
      resourceAccount: "unknown",
      context: new Map(),
    },
    answers: newAnswers(),
    level: newAnswers(),
    managementAccounts: layers.managementAccounts ?? [],
    hasGatewayEndpoint: isGateway(layers.vpcEndpoint),
    accountIsRoot: false,
    facts: undefined,
    visit: (bucket) => {
      askBucket(bucket, asking);
    },
  };
  return asking;
}

function isGateway(endpoint: PolicyLayers["vpcEndpoint"]): boolean {
  return endpoint !== undefined && endpoint !== "unreadable" && endpoint.type === "gateway";
}

/** Turns to another request. */
export function turnTo(asking: Asking, request: AuthorizationRequest): void {
  asking.request = request;
  asking.facts = undefined;
}

/** Holds the request against the rules of one index; the answers go to `answers`. */
export function askIndex(index: ResourceIndex, asking: Asking, answers: Answers): void {
  silence(answers);
  asking.answers = answers;
  const { anyKeyUnder, resource } = asking.request;
  if (anyKeyUnder === true) askBucket(index.all(), asking);
  else follow(index.tree, resource, asking.visit);
}

function askBucket(bucket: CallerBucket, asking: Asking): void {
  const { caller } = asking.request;
  askAll(bucket.open, "direct", asking);
  if (caller.kind !== "anonymous") askNamed(bucket, caller, asking);
  for (const rule of bucket.negated) {
    const matchClass = matchPrincipal(rule.compiled.statement, factsFor(asking).names);
    if (matchClass !== "none") ask(rule, matchClass, asking);
  }
}

/** A statement that names the caller twice counts twice; the nearer name alone would say the same. */
function askNamed({ byArn, byAccount }: CallerBucket, caller: Known, asking: Asking): void {
  if (byArn.size === 0) return;
  askAll(byArn.get(caller.arn), "direct", asking);
  if (caller.kind === "roleSession") askAll(byArn.get(caller.roleArn), "role", asking);
  const isRoot = caller.kind === "root";
  const ofAccount = isRoot || !asking.accountIsRoot ? byAccount.get(caller.account) : undefined;
  if (ofAccount === undefined) return;
  for (const named of ofAccount) {
    if (isOfPartition(caller, named)) ask(named.rule, isRoot ? "direct" : "account", asking);
  }
}

function isOfPartition({ arn }: Known, { partition }: AccountRule): boolean {
  if (partition === undefined) return true;
  return arn.startsWith(partition, 4) && arn.indexOf(":", 4) === 4 + partition.length;
}

function askAll(rules: readonly Rule[] | undefined, matchClass: MatchClass, asking: Asking): void {
  if (rules === undefined) return;
  for (const rule of rules) ask(rule, matchClass, asking);
}

function ask(rule: Rule, matchClass: MatchClass, asking: Asking): void {
  const { answers } = asking;
  if (!isOpen(answers, rule.effect, matchClass)) return;
  const matches = matchOf(rule, asking);
  if (matches === "no") return;
  if (rule.effect === "Allow") addAllow(answers, matchClass, matches);
  else answers.denies = matches;
}

function matchOf({ compiled, resource }: Rule, asking: Asking): Tri {
  let matches = resource === "settled" ? "yes" : resourceMatches(compiled, resource, asking);
  const { context } = asking.request;
  for (const { key, holds } of compiled.conditions) {
    if (matches === "no") return "no";
    matches = both(matches, holds(context.get(key), context));
  }
  return matches;
}

function resourceMatches(
  compiled: Rule["compiled"],
  resource: Exclude<Rule["resource"], "settled">,
  asking: Asking,
): Tri {
  if (resource === "statement") return matchesResource(compiled, factsFor(asking));
  return tri(matchesTokens(resource.tokens, asking.request.resource, resource.from));
}

function factsFor(asking: Asking): RequestFacts {
  return (asking.facts ??= factsOf(asking.request, asking.layers));
}
