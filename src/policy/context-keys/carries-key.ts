import { type ActionFacts, findAction } from "../../aws/index.ts";
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
  return keysOf(found).has(stem);
}

// Not state that anyone can see: an action never changes.
const carried = new WeakMap<ActionFacts, ReadonlySet<string>>();

function keysOf(action: ActionFacts): ReadonlySet<string> {
  const known = carried.get(action);
  if (known !== undefined) return known;
  const [service = ""] = action.name.split(":");
  const ofTypes = action.resourceTypes.map((type) => resourceTypeKeys[`${service}:${type}`] ?? "");
  const names = [...action.conditionKeys.map(withoutChoice), ...ofTypes.join(" ").split(" ")];
  const stems = new Set(names.map(keyStem));
  carried.set(action, stems);
  return stems;
}

function isOfActions(stem: string): boolean {
  const isOfTags = /^aws:(?:requesttag\/|resourcetag\/|tagkeys$)/.test(stem);
  return isOfTags || (isKeyOfKnownService(stem) && !stem.startsWith("aws:"));
}

function withoutChoice(name: string): string {
  return name.replace(/(?:\$\{[^}]*\}|<[^>]*>)$/, "");
}
