import { type CallerNames, namesOf } from "../match/caller-names.ts";
import type { RequestResource } from "../match/resource-pattern.ts";
import { splitArn } from "../match/split-arn.ts";
import type { AuthorizationRequest, PolicyLayers } from "../request.ts";
import { readingsOf } from "../strictness/readings.ts";
import type { Readings } from "../strictness/strictness.ts";

/** A request made ready: what every statement is held against. */
export interface RequestFacts {
  readonly request: AuthorizationRequest;
  /** In lower case. */
  readonly action: string;
  readonly resource: RequestResource;
  readonly names: CallerNames;
  readonly readings: Readings;
  /** The names that a policy would best use, for misses. */
  readonly nameList: readonly string[];
}

export function factsOf(request: AuthorizationRequest, layers: PolicyLayers): RequestFacts {
  const names = namesOf(request.caller, layers);
  return {
    request,
    action: request.action.toLowerCase(),
    resource: {
      text: request.resource,
      fields: splitArn(request.resource),
      anyKeyUnder: request.anyKeyUnder === true,
    },
    names,
    readings: readingsOf(layers.strictness),
    nameList: [names.role, names.entity, names.service, names.provider].filter(
      (name) => name !== undefined,
    ),
  };
}
