import { findAction } from "../../aws/index.ts";
import { resourceTypeKeys } from "./condition-keys.generated.ts";
import { isKeyOfKnownService, keyStem } from "./find-condition-key.ts";

/**
 * Whether requests for an action can carry a key, as far as that is the action's matter: keys of services, and
 * of `aws:` those about tags. The Service Authorization Reference lists them by action and resource type.
 */
export function carriesKey(action: string, key: string): boolean {
  const stem = keyStem(key);
  if (!isOfActions(stem)) return true;
  const found = findAction(action);
  if (found === undefined) return true;
  const [service = ""] = found.name.split(":");
  const ofTypes = found.resourceTypes.map((type) => resourceTypeKeys[`${service}:${type}`] ?? "");
  const names = [...found.conditionKeys.map(withoutChoice), ...ofTypes.join(" ").split(" ")];
  return names.some((name) => keyStem(name) === stem);
}

function isOfActions(stem: string): boolean {
  const isOfTags = /^aws:(?:requesttag\/|resourcetag\/|tagkeys$)/.test(stem);
  return isOfTags || (isKeyOfKnownService(stem) && !stem.startsWith("aws:"));
}

function withoutChoice(name: string): string {
  return name.replace(/(?:\$\{[^}]*\}|<[^>]*>)$/, "");
}
