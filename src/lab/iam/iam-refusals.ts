import { Refusal } from "../refusal.ts";

/** IAM's answer to whatever is not there. */
export function notFound(message: string): Refusal {
  return new Refusal({ code: "NoSuchEntity", status: 404, message });
}

/** IAM's answer to a name that is taken. */
export function alreadyExists(message: string): Refusal {
  return new Refusal({ code: "EntityAlreadyExists", status: 409, message });
}

/** IAM's answer to whoever deletes what others still need. */
export function deleteConflict(message: string): Refusal {
  return new Refusal({ code: "DeleteConflict", status: 409, message });
}

/** IAM's answer to one too many. */
export function limitExceeded(message: string): Refusal {
  return new Refusal({ code: "LimitExceeded", status: 409, message });
}

/** IAM's answer to a value that it cannot use. */
export function invalidInput(message: string): Refusal {
  return new Refusal({ code: "InvalidInput", status: 400, message });
}

/** IAM's answer to a change of a role that belongs to AWS. */
export function unmodifiable(role: string): Refusal {
  return new Refusal({
    code: "UnmodifiableEntity",
    status: 400,
    message: `Cannot perform the operation on the protected role '${role}' - this role is only modifiable by AWS`,
  });
}
