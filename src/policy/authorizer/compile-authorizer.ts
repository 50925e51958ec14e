import { decide } from "../decide.ts";
import type { Decision } from "../decision.ts";
import { allowsOverall } from "../evaluate/allows-overall.ts";
import { outcomeOf } from "../evaluate/outcome-of.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { bringsMore, settingsBear } from "../s3/settings-bear.ts";
import { documentedReadings, readingsOf } from "../strictness/readings.ts";
import { indexByAction } from "./action-index.ts";
import { type ActionProgram, programOf } from "./action-program.ts";
import { askGates } from "./ask-gates.ts";
import { newAsking, turnTo } from "./asking.ts";
import { mapLayers, policiesByLayer } from "./by-layer.ts";
import { newGateBoard } from "./gate-board.ts";

/** Policies made ready for many requests: the outcome of `decide` without its reasons. */
export interface Authorizer {
  outcomeOf(request: AuthorizationRequest): Decision["outcome"];
}

/** More actions than S3 has; whoever asks for more different ones pays for it in time, not memory. */
const maximumPrograms = 256;

/** Indexes policies by action, resource and caller, so that an answer takes time only for what comes near. */
export function compileAuthorizer(layers: PolicyLayers): Authorizer {
  const policies = mapLayers(policiesByLayer(layers), indexByAction);
  const programs = new Map<string, ActionProgram>();
  const asking = newAsking(layers);
  const board = newGateBoard();
  const isAsDocumented = readingsOf(layers.strictness) === documentedReadings;
  const hasSettings = settingsBear(layers);

  const programFor = (action: string): ActionProgram => {
    const known = programs.get(action);
    if (known !== undefined) return known;
    if (programs.size >= maximumPrograms) programs.clear();
    const program = programOf(action, policies);
    programs.set(action, program);
    return program;
  };

  return {
    outcomeOf: (request) => {
      const program = programFor(request.action);
      if (program.isOpenToAll) return "allowed";
      if (!isAsDocumented) return decide(request, layers).outcome;
      // Keys have gates of their own, and requests that need them call a slower service anyway.
      if (program.isForKeys || layers.keys !== undefined) return decide(request, layers).outcome;
      if (hasSettings || bringsMore(request)) return decide(request, layers).outcome;
      turnTo(asking, request);
      const denies = askGates(program, asking, board);
      return outcomeOf(allowsOverall(board), denies);
    },
  };
}
