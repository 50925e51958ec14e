import { type CallerNames, namesOf } from "../match/match-principal.ts";
import type { RequestResource } from "../match/resource-pattern.ts";
import { splitArn } from "../match/split-arn.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";

/** A request made ready: what every statement is held against. */
export interface RequestFacts {
  readonly request: AuthorizationRequest;
  /** In lower case. */
  readonly action: string;
  readonly resource: RequestResource;
  readonly names: CallerNames;
  /** The names that a policy would best use, for misses. */
  readonly nameList: readonly string[];
}

export function factsOf(request: AuthorizationRequest, { boundary }: PolicyLayers): RequestFacts {
  const names = namesOf(request.caller, boundary !== undefined);
  return {
    request,
    action: request.action.toLowerCase(),
    resource: {
      text: request.resource,
      fields: splitArn(request.resource),
      anyKeyUnder: request.anyKeyUnder === true,
    },
    names,
    nameList: [names.role, names.entity].filter((name) => name !== undefined),
  };
}
