import type { Tri } from "../decision.ts";
import {
  isOfManagement,
  isServiceLinked,
  serviceControlExemption,
} from "../evaluate/organization-exemptions.ts";
import { relationOf } from "../evaluate/relation-of.ts";
import { isOwnersRootOnItsPolicy } from "../evaluate/special-actions.ts";
import { both, either, not } from "../tri.ts";
import type { ActionProgram } from "./action-program.ts";
import { type Answers, exempt, hide } from "./answers.ts";
import { type Asking, askIndex } from "./asking.ts";
import type { GateBoard } from "./gate-board.ts";
import type { ResourceIndex } from "./resource-index.ts";

/** Asks every gate; which gates bind whom is as in `consider`. Returns whether one denies. */
export function askGates(program: ActionProgram, asking: Asking, board: GateBoard): Tri {
  board.relation = relationOf(asking.request);
  askServiceControl(program, asking, board);
  askResourceControl(program, asking, board);
  askEndpoint(program, asking, board);
  askCaller(program, asking, board);
  askResource(program, asking, board);
  const organizations = either(board.serviceControl.denies, board.resourceControl.denies);
  const ofCaller = either(board.identity.denies, board.boundary.denies);
  const others = either(board.session.denies, board.vpcEndpoint.denies);
  return either(either(organizations, ofCaller), either(others, board.resource.denies));
}

function askServiceControl({ rules }: ActionProgram, asking: Asking, board: GateBoard): void {
  const { caller } = asking.request;
  const { serviceControl: levels } = rules;
  const isBound =
    levels !== undefined &&
    caller.kind !== "anonymous" &&
    serviceControlExemption(caller, asking.managementAccounts) === undefined;
  if (isBound) askLevels(levels, asking, board.serviceControl);
  else exempt(board.serviceControl);
}

function askResourceControl(program: ActionProgram, asking: Asking, board: GateBoard): void {
  const { resourceControl: levels } = program.rules;
  const { resourceControl: answers } = board;
  const { request } = asking;
  const isBound =
    levels !== undefined && program.isRestrictable && !isServiceLinked(request.caller);
  if (isBound) askLevels(levels, asking, answers);
  else exempt(answers);
  // `RCPFullAWSAccess` stands on every level and cannot be detached, so they only deny.
  answers.allows = "yes";
  if (answers.denies !== "no") {
    answers.denies = unless(isOfManagement(request, asking.managementAccounts), answers.denies);
  }
}

/** Every level must allow; one Deny on any level denies. */
function askLevels(
  levels: readonly ResourceIndex[] | "unreadable",
  asking: Asking,
  answers: Answers,
): void {
  if (levels === "unreadable") {
    hide(answers);
    return;
  }
  exempt(answers);
  for (const level of levels) {
    askIndex(level, asking, asking.level);
    answers.allows = both(answers.allows, asking.level.allows);
    answers.denies = either(answers.denies, asking.level.denies);
  }
}

/** A gateway endpoint takes an account for its root user alone. */
function askEndpoint({ rules }: ActionProgram, asking: Asking, board: GateBoard): void {
  asking.accountIsRoot = asking.hasGatewayEndpoint;
  askIfBound(rules.vpcEndpoint, asking, board.vpcEndpoint);
  asking.accountIsRoot = false;
}

/** Policies of the caller itself, which anonymous callers and root users cannot have. */
function askCaller({ rules }: ActionProgram, asking: Asking, board: GateBoard): void {
  const { kind } = asking.request.caller;
  const hasPolicies = kind === "user" || kind === "roleSession";
  askIfBound(hasPolicies ? rules.identity : undefined, asking, board.identity);
  askIfBound(hasPolicies ? rules.boundary : undefined, asking, board.boundary);
  askIfBound(kind === "roleSession" ? rules.session : undefined, asking, board.session);
}

function askResource(program: ActionProgram, asking: Asking, { resource }: GateBoard): void {
  resource.layer = program.isAboutTrust ? "roleTrust" : "resource";
  askIfBound(program.rules.resource, asking, resource);
  if (resource.denies !== "no") {
    resource.denies = unless(
      isOwnersRootOnItsPolicy(asking.request, program.action),
      resource.denies,
    );
  }
}

/** A Deny that does not bind in a case of which we may not know whether it is given. */
function unless(isExempt: Tri, denies: Tri): Tri {
  return both(not(isExempt), denies);
}

function askIfBound(
  index: ResourceIndex | "unreadable" | undefined,
  asking: Asking,
  answers: Answers,
): void {
  if (index === undefined) exempt(answers);
  else if (index === "unreadable") hide(answers);
  else askIndex(index, asking, answers);
}
