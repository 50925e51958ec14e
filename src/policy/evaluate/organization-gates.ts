import { parseArn } from "../../aws/index.ts";
import { accountCaller } from "../account-caller.ts";
import type { Layer, LevelAnswer } from "../decision.ts";
import type { OrganizationLevel, PolicyLayers } from "../request.ts";
import { allOf, anyOf } from "../tri.ts";
import {
  answerOf,
  type EvaluatedGate,
  evaluatePolicies,
  exemptGate,
  unreadableGate,
} from "./evaluate-gate.ts";
import { nearestFirst } from "./nearest-first.ts";
import {
  isOfManagement,
  isRestrictable,
  isServiceLinked,
  serviceControlExemption,
} from "./organization-exemptions.ts";
import type { RequestFacts } from "./request-facts.ts";

/** AWS Organizations User Guide, SCPs: they bind every principal of a member account, root included. */
export function serviceControlGate(
  facts: RequestFacts,
  { serviceControl: levels, managementAccounts = [] }: PolicyLayers,
): EvaluatedGate | undefined {
  const caller = accountCaller(facts.request.caller);
  if (levels === undefined || caller === undefined) return undefined;
  const layer: Layer = "serviceControl";
  const account = managerOf(levels, managementAccounts);
  const exemption = serviceControlExemption(caller, managementAccounts);
  if (exemption !== undefined) return exemptGate(layer, account, exemption);
  if (levels === "unreadable") return unreadableGate(layer, account);
  return evaluateLevels(facts, levels, { layer, account });
}

/**
 * AWS Organizations User Guide, RCPs: they bind everyone, for resources of member accounts.
 * `RCPFullAWSAccess` stands on every level and cannot be detached, so they only deny.
 */
export function resourceControlGate(
  facts: RequestFacts,
  { resourceControl: levels, managementAccounts = [] }: PolicyLayers,
): EvaluatedGate | undefined {
  if (levels === undefined) return undefined;
  const layer: Layer = "resourceControl";
  const account = managerOf(levels, managementAccounts);
  const { request } = facts;
  if (!isRestrictable(facts.action)) {
    return exemptGate(layer, account, "action that resource control policies do not cover");
  }
  if (isServiceLinked(request.caller)) return exemptGate(layer, account, "service-linked role");
  const gate: EvaluatedGate = {
    ...(levels === "unreadable"
      ? unreadableGate(layer, account)
      : evaluateLevels(facts, levels, { layer, account })),
    allows: "yes",
  };
  switch (isOfManagement(request, managementAccounts)) {
    case "no":
      return gate;
    case "yes":
      return exemptGate(layer, account, "resource of the management account");
    case "unknown":
      return { ...gate, denies: gate.denies === "no" ? "no" : "unknown" };
  }
}

/** Every level must allow; one Deny on any level denies. */
function evaluateLevels(
  facts: RequestFacts,
  levels: readonly OrganizationLevel[],
  { layer, account }: Pick<EvaluatedGate, "layer" | "account">,
): EvaluatedGate {
  const byLevel = levels.map(({ id, policies }): LevelAnswer => {
    const statements = evaluatePolicies({ layer }, policies, facts);
    return { id, allows: answerOf(statements, "Allow"), statements };
  });
  const allows = allOf(byLevel.map((level) => level.allows));
  return {
    layer,
    account,
    allows,
    denies: anyOf(byLevel.map(({ statements }) => answerOf(statements, "Deny"))),
    allowsDirectly: allows,
    allowsRole: allows,
    statements: nearestFirst(byLevel.flatMap(({ statements }) => statements)),
    levels: byLevel,
  };
}

/** A policy's ARN carries the management account, which alone can change it. */
function managerOf(
  levels: readonly OrganizationLevel[] | "unreadable",
  managementAccounts: readonly string[],
): string {
  const [only, ...others] = managementAccounts;
  if (only !== undefined && others.length === 0) return only;
  const policies = levels === "unreadable" ? [] : levels.flatMap((level) => level.policies);
  const owners = policies.map(({ arn }) => parseArn(arn ?? "")?.account ?? "");
  return owners.find((owner) => /^\d{12}$/.test(owner)) ?? "unknown";
}
