import { accountCaller } from "../account-caller.ts";
import type { MatchClass, Tri } from "../decision.ts";
import { matchesResource } from "../evaluate/evaluate-statement.ts";
import { factsOf, type RequestFacts } from "../evaluate/request-facts.ts";
import { matchesTokens } from "../match/glob.ts";
import { roleOf } from "../match/caller-names.ts";
import { classIn, isNamed, matchPrincipal } from "../match/match-principal.ts";
import type { AccountCaller, AuthorizationRequest, PolicyLayers } from "../request.ts";
import { both, tri } from "../tri.ts";
import { answerOf, type Answers, silent } from "./answers.ts";
import type { AccountRule, CallerBucket } from "./caller-bucket.ts";
import { type RadixNode, stepDown } from "./radix-tree.ts";
import type { ResourceIndex } from "./resource-index.ts";
import type { Rule } from "./rule.ts";

/** The request at hand; one of these serves all requests, so that none makes anything new. */
export interface Asking {
  readonly layers: PolicyLayers;
  request: AuthorizationRequest;
  /** Of the layer at hand. */
  answers: Answers;
  readonly managementAccounts: readonly string[];
  readonly hasGatewayEndpoint: boolean;
  /** Whether naming an account names its root user alone. */
  accountIsRoot: boolean;
  /** Made only for patterns and principals that no index settles. */
  facts: RequestFacts | undefined;
}

export function newAsking(layers: PolicyLayers): Asking {
  return {
    layers,
    request: {
      caller: { kind: "anonymous" },
      action: "",
      resource: "",
      resourceAccount: "unknown",
      context: new Map(),
    },
    answers: silent,
    managementAccounts: layers.managementAccounts ?? [],
    hasGatewayEndpoint: isGateway(layers.vpcEndpoint),
    accountIsRoot: false,
    facts: undefined,
  };
}

function isGateway(endpoint: PolicyLayers["vpcEndpoint"]): boolean {
  return endpoint !== undefined && endpoint !== "unreadable" && endpoint.type === "gateway";
}

/** Turns to another request. */
export function turnTo(asking: Asking, request: AuthorizationRequest): void {
  asking.request = request;
  asking.facts = undefined;
}

/** Holds the request against the rules of one index. */
export function askIndex(index: ResourceIndex, asking: Asking): Answers {
  asking.answers = silent;
  const { anyKeyUnder, resource } = asking.request;
  if (anyKeyUnder === true) askBucket(index.all(), asking);
  else askAlong(index.tree, resource, asking);
  return asking.answers;
}

/** Goes down the tree as far as the resource goes with it, and asks whoever is there. */
function askAlong(root: RadixNode<CallerBucket>, resource: string, asking: Asking): void {
  let at = 0;
  let node: RadixNode<CallerBucket> | undefined = root;
  while (node !== undefined) {
    at += node.edge.length;
    if (node.under !== undefined) askBucket(node.under, asking);
    if (at === resource.length && node.whole !== undefined) askBucket(node.whole, asking);
    node = stepDown(node, resource, at);
  }
}

function askBucket(bucket: CallerBucket, asking: Asking): void {
  const { caller } = asking.request;
  askAll(bucket.open, "direct", asking);
  const insider = accountCaller(caller);
  if (insider !== undefined) askNamed(bucket, insider, asking);
  const closer = insider === undefined ? bucket.other : bucket.closer;
  for (const rule of closer) askCloser(rule, asking);
}

function askCloser(rule: Rule, asking: Asking): void {
  const { names, readings } = factsFor(asking);
  const naming = matchPrincipal(rule.compiled.statement, names, readings);
  if (naming === "none") return;
  const matchClass = classIn(naming);
  if (matchClass === "account" && asking.accountIsRoot) return;
  const matches = both(isNamed(naming), matchOf(rule.compiled, rule.resource, asking));
  asking.answers |= answerOf(rule.effect, matchClass, matches);
}

/** A statement that names the caller twice counts twice; the nearer name alone would say the same. */
function askNamed({ byArn, byAccount }: CallerBucket, caller: AccountCaller, asking: Asking): void {
  if (byArn.size === 0) return;
  askAll(byArn.get(caller.arn), "direct", asking);
  const role = roleOf(caller);
  if (role !== undefined) askAll(byArn.get(role), "role", asking);
  const isRoot = caller.kind === "root";
  const ofAccount = isRoot || !asking.accountIsRoot ? byAccount.get(caller.account) : undefined;
  if (ofAccount === undefined) return;
  for (const named of ofAccount) {
    if (isOfPartition(caller, named)) ask(named.rule, isRoot ? "direct" : "account", asking);
  }
}

function isOfPartition({ arn }: AccountCaller, { partition }: AccountRule): boolean {
  if (partition === undefined) return true;
  return arn.startsWith(partition, 4) && arn.indexOf(":", 4) === 4 + partition.length;
}

function askAll(rules: readonly Rule[] | undefined, matchClass: MatchClass, asking: Asking): void {
  if (rules === undefined) return;
  for (const rule of rules) ask(rule, matchClass, asking);
}

/** Looks closer at a rule only when a match would add something. */
function ask({ compiled, effect, resource }: Rule, matchClass: MatchClass, asking: Asking): void {
  const wanted = answerOf(effect, matchClass, "yes");
  if ((asking.answers & wanted) === wanted) return;
  asking.answers |= answerOf(effect, matchClass, matchOf(compiled, resource, asking));
}

function matchOf(compiled: Rule["compiled"], resource: Rule["resource"], asking: Asking): Tri {
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
