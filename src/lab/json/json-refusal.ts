import { Refusal } from "../refusal.ts";

/** An error of a service with AWS's JSON protocol, which answers nearly all of them with status 400. */
export function jsonRefusal(code: string, message: string): Refusal {
  return new Refusal({ code, status: 400, message });
}

/** AWS's answer to input that breaks a rule of the service's model. */
export function validationException(message: string): Refusal {
  return jsonRefusal("ValidationException", message);
}

/** The same, as AWS's framework words it for one member; bytes and secrets are not repeated. */
export function failedConstraint(
  member: string,
  value: string | undefined,
  constraint: string,
): Refusal {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  const shown = value === undefined ? "Value" : `Value ${value}`;
  return validationException(
    `1 validation error detected: ${shown} at '${name}' failed to satisfy constraint: ${constraint}`,
  );
}

/** AWS's answer to who may not, in services with the JSON protocol. */
export function accessDeniedException(message: string): Refusal {
  return jsonRefusal("AccessDeniedException", message);
}
