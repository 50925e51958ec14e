import type { Permission } from "../authorize.ts";
import type { JsonCall } from "../json/json-call.ts";
import {
  isNull,
  type JsonObject,
  objectOf,
  textMapOf,
  textOf,
  textsOf,
} from "../json/json-input.ts";
import { failedConstraint, jsonRefusal, validationException } from "../json/json-refusal.ts";
import { principalExists } from "../s3/principal-exists.ts";
import { encryptionContextKeys } from "./key-operation.ts";
import type { KmsGrant } from "./kms-tables.ts";

// KMS API Reference, CreateGrant, Operations: those that a symmetric encryption key has.
const OPERATIONS: readonly string[] = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
  "CreateGrant",
  "RetireGrant",
  "DescribeKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
];

const CONSTRAINTS = ["EncryptionContextSubset", "EncryptionContextEquals"] as const;

/** What a grant is asked to be. */
export type GrantWish = Pick<
  KmsGrant,
  | "name"
  | "granteePrincipal"
  | "retiringPrincipal"
  | "operations"
  | "encryptionContextEquals"
  | "encryptionContextSubset"
>;

/** Reads the input of `CreateGrant`. */
export function readGrant(call: JsonCall): GrantWish {
  const { input } = call;
  const name = textOf(input, "Name");
  const grantee = readPrincipal(call, "GranteePrincipal");
  if (grantee === undefined) throw isNull("GranteePrincipal");
  const retiring = readPrincipal(call, "RetiringPrincipal");
  return {
    ...(name !== undefined && { name }),
    granteePrincipal: grantee,
    ...(retiring !== undefined && { retiringPrincipal: retiring }),
    operations: readOperations(input),
    ...readConstraint(input),
  };
}

function readPrincipal({ input, lab }: JsonCall, member: string): string | undefined {
  const text = textOf(input, member);
  if (text === undefined) return undefined;
  if (text.startsWith("arn:") && principalExists(lab, text)) return text;
  throw jsonRefusal("InvalidArnException", `ARN does not refer to a valid principal: ${text}`);
}

function readOperations(input: JsonObject): readonly string[] {
  const operations = textsOf(input, "Operations");
  if (operations === undefined) throw isNull("Operations");
  const unknown = operations.find((operation) => !OPERATIONS.includes(operation));
  if (unknown === undefined) return operations;
  throw failedConstraint(
    "Operations",
    `'[${operations.join(", ")}]'`,
    `Member must satisfy constraint: [Member must satisfy enum value set: [${OPERATIONS.join(", ")}]]`,
  );
}

function readConstraint(
  input: JsonObject,
): Pick<KmsGrant, "encryptionContextEquals" | "encryptionContextSubset"> {
  const constraints = objectOf(input, "Constraints");
  if (constraints === undefined) return {};
  const kind = constraintKind(constraints);
  const pairs = Object.entries(textMapOf(constraints, kind));
  return kind === "EncryptionContextEquals"
    ? { encryptionContextEquals: pairs }
    : { encryptionContextSubset: pairs };
}

/** KMS API Reference, GrantConstraints. */
function constraintKind(constraints: JsonObject): (typeof CONSTRAINTS)[number] {
  const kinds = CONSTRAINTS.filter((kind) => constraints[kind] !== undefined);
  const [kind, another] = kinds;
  if (kind !== undefined && another === undefined) return kind;
  throw validationException("Exactly one constraint must be specified");
}

/** Condition keys of `CreateGrant` (KMS Developer Guide, Condition keys for AWS KMS). */
export function grantContext(call: JsonCall): Permission["context"] {
  const { operations, granteePrincipal, retiringPrincipal, ...rest } = readGrant(call);
  const { encryptionContextEquals: equal, encryptionContextSubset: subset } = rest;
  const pairs = equal ?? subset;
  return {
    "kms:grantoperations": operations,
    "kms:granteeprincipal": granteePrincipal,
    "kms:grantisforawsresource": "false",
    ...(retiringPrincipal !== undefined && { "kms:retiringprincipal": retiringPrincipal }),
    ...(pairs && {
      "kms:grantconstrainttype":
        equal === undefined ? "EncryptionContextSubset" : "EncryptionContextEquals",
      ...encryptionContextKeys(Object.fromEntries(pairs)),
    }),
  };
}
