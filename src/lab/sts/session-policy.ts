import type { PolicyDocument } from "../../policy/index.ts";
import { readPolicy } from "../iam/read-policy.ts";
import { validationError } from "../query/query-call.ts";

// AWS STS API Reference, AssumeRole: the plaintext of an inline session policy.
const MAX_LENGTH = 2048;

/** Reads the `Policy` that a session is opened with; none leaves the role's own policies alone. */
export function readSessionPolicy(text: string | undefined): PolicyDocument | undefined {
  if (text === undefined) return undefined;
  if (text.length > MAX_LENGTH) throw tooLong(text);
  return readPolicy("identity", text);
}

function tooLong(text: string): Error {
  return validationError(
    `1 validation error detected: Value '${text}' at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${MAX_LENGTH}`,
  );
}
