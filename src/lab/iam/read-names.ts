import { type QueryCall, requireParameter, validationError } from "../query/query-call.ts";
import { requireLength } from "../query/validate.ts";
import { invalidInput } from "./iam-refusals.ts";

const ALLOWED = "It must contain only alphanumeric characters and/or the following: +=,.@_-";

// What AWS keeps for itself, and for what: policies and IAM's own rules trust these paths.
const RESERVED = [
  ["/aws-service-role/", "AWS Service linked Roles"],
  ["/aws-reserved/", "roles that AWS reserves"],
] as const;

/** A new name, by IAM's rules for names. */
export function readNewName(call: QueryCall, parameter: string, max: number): string {
  const name = requireParameter(call, parameter);
  const member = memberName(parameter);
  requireLength(name, member, { max });
  if (/^[\w+=,.@-]+$/.test(name)) return name;
  throw validationError(`The specified value for ${member} is invalid. ${ALLOWED}`);
}

/** The path of something that is no property of AWS, `/` when the call has none. */
export function readPath(call: QueryCall, parameter = "Path"): string {
  const path = call.form.get(parameter) ?? "/";
  const member = memberName(parameter);
  requireLength(path, member, { max: 512 });
  const reserved = RESERVED.find(([prefix]) => path.startsWith(prefix));
  if (reserved !== undefined) {
    throw invalidInput(`Path prefix '${reserved[0]}' can only be used for ${reserved[1]}`);
  }
  // IAM API Reference, pathType: a slash, or anything from `!` to DEL between two.
  if (/^(\/|\/[\u0021-\u007f]+\/)$/.test(path)) return path;
  throw validationError(
    `The specified value for ${member} is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.`,
  );
}

function memberName(parameter: string): string {
  return parameter.charAt(0).toLowerCase() + parameter.slice(1);
}
