import { splitArn } from "../../match/split-arn.ts";
import { covers } from "./wildcards.ts";

/** Whether one entry of `Action` names everything that another names. */
export function coversAction(pattern: string, other: string): boolean {
  return pattern === "*" || covers(pattern.toLowerCase(), other.toLowerCase());
}

/** Whether one entry of `Resource` names everything that another names; fields are held one by one. */
export function coversResource(pattern: string, other: string): boolean {
  if (pattern === "*" || pattern === other) return true;
  const wider = splitArn(pattern);
  const narrower = splitArn(other);
  if (wider === undefined || narrower === undefined) return false;
  return wider.every((field, i) => covers(field, narrower[i] ?? ""));
}
