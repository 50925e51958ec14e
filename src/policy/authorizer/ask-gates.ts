import { accountCaller } from "../account-caller.ts";
import type { Tri } from "../decision.ts";
import { bearsOnIdentity, hasBoundary } from "../evaluate/caller-policies.ts";
import {
  isOfManagement,
  isServiceLinked,
  serviceControlExemption,
} from "../evaluate/organization-exemptions.ts";
import { relationOf } from "../evaluate/relation-of.ts";
import { isOwnersRootOnItsPolicy, isRole } from "../evaluate/special-actions.ts";
import type { Caller } from "../request.ts";
import type { ActionProgram } from "./action-program.ts";
import {
  allowsDirectlyIn,
  allowsIn,
  allowsRoleIn,
  type Answers,
  bothLevels,
  deniesIn,
  exempt,
  silent,
  unreadable,
  withoutDenies,
} from "./answers.ts";
import { type Asking, askIndex } from "./asking.ts";
import type { GateBoard } from "./gate-board.ts";
import type { ResourceIndex } from "./resource-index.ts";

/** Asks every gate; which gates bind whom is as in `consider`. Returns whether one denies. */
export function askGates(program: ActionProgram, asking: Asking, board: GateBoard): Tri {
  board.relation = relationOf(asking.request);
  const serviceControl = askServiceControl(program, asking);
  const vpcEndpoint = askEndpoint(program, asking);
  board.serviceControl.allows = allowsIn(serviceControl);
  board.vpcEndpoint.allows = allowsIn(vpcEndpoint);
  const ofCaller = askCaller(program, asking, board);
  const resource = askResource(program, asking, board);
  const ofResource = resource | askResourceControl(program, asking);
  return deniesIn(serviceControl | vpcEndpoint | ofCaller | ofResource);
}

function askServiceControl({ rules }: ActionProgram, asking: Asking): Answers {
  const caller = accountCaller(asking.request.caller);
  const { serviceControl: levels } = rules;
  if (levels === undefined || caller === undefined) return exempt;
  const exemption = serviceControlExemption(caller, asking.managementAccounts);
  return exemption === undefined ? askLevels(levels, asking) : exempt;
}

function askResourceControl(program: ActionProgram, asking: Asking): Answers {
  const { request, managementAccounts } = asking;
  const { resourceControl: levels } = program.rules;
  if (levels === undefined || !program.isRestrictable) return exempt;
  if (isServiceLinked(request.caller)) return exempt;
  return withoutDenies(askLevels(levels, asking), isOfManagement(request, managementAccounts));
}

function askLevels(levels: readonly ResourceIndex[] | "unreadable", asking: Asking): Answers {
  if (levels === "unreadable") return unreadable;
  let answers = exempt;
  for (const level of levels) answers = bothLevels(answers, askIndex(level, asking));
  return answers;
}

/** A gateway endpoint takes an account for its root user alone. */
function askEndpoint({ rules }: ActionProgram, asking: Asking): Answers {
  asking.accountIsRoot = asking.hasGatewayEndpoint;
  const answers = askIfBound(rules.vpcEndpoint, asking);
  asking.accountIsRoot = false;
  return answers;
}

/** Policies of the caller itself, which root users and callers of no account cannot have. */
function askCaller({ rules }: ActionProgram, asking: Asking, board: GateBoard): Answers {
  const { caller } = asking.request;
  const insider = accountCaller(caller);
  const hasIdentity = insider !== undefined && bearsOnIdentity(insider);
  const identity = hasIdentity ? askIfBound(rules.identity, asking) : exempt;
  const boundary = hasBoundary(caller) ? askIfBound(rules.boundary, asking) : exempt;
  const session = askSession(caller, rules, asking);
  board.identity.allows = allowsIn(identity);
  board.boundary.allows = allowsIn(boundary);
  board.session.allows = allowsIn(session);
  return identity | boundary | session;
}

/** As `sessionOf` has it. */
function askSession(
  { kind }: Caller,
  { session }: ActionProgram["rules"],
  asking: Asking,
): Answers {
  if (kind === "roleSession") return askIfBound(session, asking);
  if (kind !== "federatedUser") return exempt;
  return session === undefined ? silent : askIfBound(session, asking);
}

function askResource(program: ActionProgram, asking: Asking, { resource }: GateBoard): Answers {
  const answers = askIfBound(program.rules.resource, asking);
  const isAboutTrust = program.isTrustAction && isRole(asking.request.resource);
  resource.layer = isAboutTrust ? "roleTrust" : "resource";
  resource.allows = allowsIn(answers);
  resource.allowsDirectly = allowsDirectlyIn(answers);
  resource.allowsRole = allowsRoleIn(answers);
  return withoutDenies(answers, isOwnersRootOnItsPolicy(asking.request, program.action));
}

function askIfBound(index: ResourceIndex | "unreadable" | undefined, asking: Asking): Answers {
  if (index === undefined) return exempt;
  return index === "unreadable" ? unreadable : askIndex(index, asking);
}
