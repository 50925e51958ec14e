import type { AuthorizationRequest, PolicyLayers } from "../request.ts";

/** A request and all that bears on it: what `decide` is asked. */
export interface AuthorizationQuestion {
  readonly request: AuthorizationRequest;
  readonly layers: PolicyLayers;
}

/** A question as JSON, for `readQuestion`. */
export function writeQuestion(question: AuthorizationQuestion): string {
  return JSON.stringify(question, (_name, value: unknown) =>
    value instanceof Map ? { [MAP]: [...(value as ReadonlyMap<unknown, unknown>)] } : value,
  );
}

/** JSON has no maps: names of condition keys and of accounts are no fields. */
const MAP = "$map";

/** Reads what `writeQuestion` of this version wrote; undefined for other JSON. */
export function readQuestion(text: string): AuthorizationQuestion | undefined {
  const value: unknown = JSON.parse(text, (_name, part: unknown) => {
    const entries = entriesIn(part);
    return entries === undefined ? part : new Map(entries);
  });
  return isQuestion(value) ? value : undefined;
}

function entriesIn(part: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (typeof part !== "object" || part === null || !(MAP in part)) return undefined;
  const entries = part[MAP];
  // An encryption context may have a pair of this name too; its value is a string.
  return Array.isArray(entries) ? (entries as [unknown, unknown][]) : undefined;
}

/** Only what a lab of this version writes comes here, so the rest of it is as it was. */
function isQuestion(value: unknown): value is AuthorizationQuestion {
  if (typeof value !== "object" || value === null) return false;
  if (!("request" in value) || !("layers" in value)) return false;
  const { request, layers } = value;
  const isRequest = typeof request === "object" && request !== null && "context" in request;
  return isRequest && request.context instanceof Map && typeof layers === "object";
}
