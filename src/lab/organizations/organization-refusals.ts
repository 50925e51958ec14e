import { jsonRefusal } from "../json/json-refusal.ts";
import { Refusal } from "../refusal.ts";

// Codes and texts: AWS Organizations API Reference, Errors of each operation.
const TEXTS = {
  AccountNotFoundException: "You specified an account that doesn't exist.",
  AlreadyInOrganizationException: "The provided account is already a member of an organization.",
  AWSOrganizationsNotInUseException: "Your account is not a member of an organization.",
  ChildNotFoundException: "You specified a child that doesn't exist.",
  CreateAccountStatusNotFoundException:
    "You specified a create account request that doesn't exist.",
  DestinationParentNotFoundException: "You specified a destination parent that doesn't exist.",
  DuplicateAccountException: "That account is already present in the specified destination.",
  DuplicateOrganizationalUnitException: "An OU with the same name already exists.",
  DuplicatePolicyAttachmentException:
    "The selected policy is already attached to the specified target.",
  DuplicatePolicyException: "A policy with the same name already exists.",
  MalformedPolicyDocumentException:
    "The provided policy document does not meet the requirements of the specified policy type.",
  MasterCannotLeaveOrganizationException:
    "You can't remove a management account from an organization.",
  OrganizationalUnitNotEmptyException: "The specified OU is not empty.",
  OrganizationalUnitNotFoundException: "You specified an organizational unit that doesn't exist.",
  ParentNotFoundException: "You specified a parent that doesn't exist.",
  PolicyInUseException: "The policy is attached to one or more entities.",
  PolicyNotAttachedException: "The policy isn't attached to the specified target.",
  PolicyNotFoundException: "You specified a policy that doesn't exist.",
  PolicyTypeAlreadyEnabledException:
    "The specified policy type is already enabled in the specified root.",
  PolicyTypeNotEnabledException: "The specified policy type isn't currently enabled in this root.",
  RootNotFoundException: "You specified a root that doesn't exist.",
  SourceParentNotFoundException: "You specified a source parent that doesn't exist.",
  TargetNotFoundException: "You specified a target that doesn't exist.",
} as const;

/** An error of Organizations, with its text. */
export function organizationRefusal(code: keyof typeof TEXTS): Refusal {
  return jsonRefusal(code, TEXTS[code]);
}

/** A limit of Organizations that a request would break. */
export function constraintViolation(reason: string, message: string): Refusal {
  return new Refusal({
    code: "ConstraintViolationException",
    status: 400,
    message,
    elements: { Reason: reason },
  });
}

/** Input that Organizations does not take. */
export function invalidInput(reason: string, message: string): Refusal {
  return new Refusal({
    code: "InvalidInputException",
    status: 400,
    message,
    elements: { Reason: reason },
  });
}
