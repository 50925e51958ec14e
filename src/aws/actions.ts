import { INVENTED_ACTIONS } from "./action-inventions.ts";
import { conditionKeys, services } from "./actions.generated.ts";
import { nearestWord } from "./nearest-word.ts";
import { matchesWildcards } from "./wildcards.ts";

/** An action that policies can name, as AWS's Service Authorization Reference has it. */
export interface ActionFacts {
  /** In AWS's spelling, e.g. `s3:GetObject`. */
  readonly name: string;
  readonly accessLevel: string;
  /** E.g. `bucket`; none when the action takes only the resource `*`. */
  readonly resourceTypes: readonly string[];
  /** Those of its own; global keys like `aws:PrincipalArn` are not listed. */
  readonly conditionKeys: readonly string[];
}

/** By name in lower case. */
const ACTIONS: ReadonlyMap<string, ActionFacts> = new Map(
  Object.entries(services).flatMap(([service, { actions }]) =>
    actions.flatMap(([accessLevel, resourceTypes, keys, names]) =>
      names.split(" ").map((bare): [string, ActionFacts] => {
        const name = `${service}:${bare}`;
        const keyNames = keys.flatMap((index) => conditionKeys[index] ?? []);
        return [name.toLowerCase(), { name, accessLevel, resourceTypes, conditionKeys: keyNames }];
      }),
    ),
  ),
);

/** Whether the actions of a service, e.g. `s3`, are known here. */
export function isKnownService(service: string): boolean {
  return Object.hasOwn(services, service.toLowerCase());
}

/** An action by its name in any case; undefined when there is none, or its service is not known here. */
export function findAction(name: string): ActionFacts | undefined {
  return ACTIONS.get(name.toLowerCase());
}

/** The names of the known actions that a pattern like `s3:Get*` covers. */
export function expandAction(pattern: string): readonly string[] {
  const wanted = pattern === "*" ? "*:*" : pattern.toLowerCase();
  const names: string[] = [];
  for (const [lower, { name }] of ACTIONS) {
    if (matchesWildcards(wanted, lower)) names.push(name);
  }
  return names.sort();
}

/**
 * The actions that somebody meant who wrote one that does not exist: API operations have other
 * names than their actions, and fingers slip. Empty when nothing is near.
 */
export function nearestAction(name: string): readonly string[] {
  const [service = "", bare] = name.toLowerCase().split(":");
  if (bare === undefined) return [];
  const meant = service === "s3" ? INVENTED_ACTIONS.get(bare) : undefined;
  if (meant !== undefined) return meant;
  const near = isKnownService(service) ? service : nearestWord(service, Object.keys(services));
  const names = expandAction(`${near ?? service}:*`);
  const nearest = nearestWord(
    bare,
    names.map((each) => each.slice(each.indexOf(":") + 1)),
  );
  return nearest === undefined ? [] : [`${near ?? service}:${nearest}`];
}

/** The ARN of a resource type with its parts as `${…}`, e.g. `arn:${Partition}:s3:::${BucketName}`. */
export function resourceTypeArn(service: string, type: string): string | undefined {
  const resources = isKnownService(service)
    ? services[service.toLowerCase()]?.resources
    : undefined;
  return resources !== undefined && Object.hasOwn(resources, type) ? resources[type] : undefined;
}
