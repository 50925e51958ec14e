import { nearestWord } from "../../aws/index.ts";
import { conditionKeyNames, findConditionKey } from "./find-condition-key.ts";

/** The key that somebody meant who wrote one that does not exist. */
export function nearestConditionKey(key: string): string | undefined {
  return findConditionKey(`${key}/`)?.name ?? nearestWord(key, conditionKeyNames());
}
