import { findRow } from "../json/find-row.ts";
import type { Permission } from "../authorize.ts";
import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import {
  isNull,
  isSet,
  type JsonObject,
  objectOf,
  requireText,
  textMapOf,
  textOf,
  textsOf,
} from "../json/json-input.ts";
import { failedConstraint, jsonRefusal, validationException } from "../json/json-refusal.ts";
import { requireAnything } from "../json/require-access.ts";
import { principalExists } from "../s3/principal-exists.ts";
import type { LabState } from "../state/lab-state.ts";
import { findKeyByArn, readKeyId } from "./find-key.ts";
import { requireKeyAccess } from "./key-access.ts";
import { seconds } from "../json/seconds.ts";
import { callerAccount, encryptionContextKeys, keyOperation } from "./key-operation.ts";
import { keyNotFound, notFound } from "./key-refusals.ts";
import { kmsPage, PAGE_MEMBERS } from "./kms-page.ts";
import type { KmsGrant, KmsKey } from "./kms-tables.ts";

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

const createGrant = keyOperation({
  name: "CreateGrant",
  members: [
    "GranteePrincipal",
    "RetiringPrincipal",
    "Operations",
    "Constraints",
    "GrantTokens",
    "Name",
    "DryRun",
  ],
  conditionKeys: [
    "kms:EncryptionContext:${EncryptionContextKey}",
    "kms:EncryptionContextKeys",
    "kms:GrantConstraintType",
    "kms:GrantIsForAWSResource",
    "kms:GrantOperations",
    "kms:GranteePrincipal",
    "kms:RetiringPrincipal",
  ],
  isCrossAccount: true,
  writes: true,
  needs: "enabled",
  context: grantContext,
  run(call, key) {
    const { lab, input } = call;
    const wish = readGrant(call);
    if (isSet(input, "DryRun")) throw dryRun();
    const name = textOf(input, "Name");
    const again = grantRows(lab, key.arn).find(
      (grant) => name !== undefined && isSame(grant, wish),
    );
    const grant = again ?? makeGrant(call, key, wish);
    return { GrantToken: grant.token, GrantId: grant.id };
  },
});

const listGrants = keyOperation({
  name: "ListGrants",
  members: ["GrantId", "GranteePrincipal", ...PAGE_MEMBERS],
  isCrossAccount: true,
  run({ lab, input }, key) {
    const id = textOf(input, "GrantId");
    const grantee = textOf(input, "GranteePrincipal");
    const all = grantRows(lab, key.arn)
      .filter((grant) => id === undefined || grant.id === id)
      .filter((grant) => grantee === undefined || grant.granteePrincipal === grantee);
    if (id !== undefined && all.length === 0) throw grantNotFound(id);
    return kmsPage(input, "Grants", { all: all.map(grantEntry), limit: 50, max: 100 });
  },
});

const revokeGrant = keyOperation({
  name: "RevokeGrant",
  members: ["GrantId", "DryRun"],
  isCrossAccount: true,
  writes: true,
  run({ lab, input }, key) {
    const id = requireText(input, "GrantId");
    if (findRow(lab.kms.grants, key.arn, id) === undefined) throw grantNotFound(id);
    if (isSet(input, "DryRun")) throw dryRun();
    lab.kms.grants.delete([key.arn, id]);
    return undefined;
  },
});

const retire: StatedAccess = {
  action: "kms:RetireGrant",
  resourceTypes: ["key"],
  conditionKeys: [
    "kms:CallerAccount",
    "kms:EncryptionContext:${EncryptionContextKey}",
    "kms:EncryptionContextKeys",
    "kms:GrantConstraintType",
  ],
};

const retireGrant: JsonOperation = {
  name: "RetireGrant",
  members: ["GrantToken", "KeyId", "GrantId", "DryRun"],
  access: [retire],
  writes: true,
  run(call) {
    const { lab, input } = call;
    const grant = grantToRetire(call);
    const key = findKeyByArn(lab, grant.keyArn);
    if (key === undefined) throw keyNotFound(grant.keyArn);
    if (!mayRetire(call, grant)) {
      requireKeyAccess(call, key, { stated: retire, context: callerAccount(call) });
    }
    if (isSet(input, "DryRun")) throw dryRun();
    lab.kms.grants.delete([grant.keyArn, grant.id]);
    return undefined;
  },
};

const listRetirable: StatedAccess = {
  action: "kms:ListRetirableGrants",
  resourceTypes: [],
  conditionKeys: [],
};

const listRetirableGrants: JsonOperation = {
  name: "ListRetirableGrants",
  members: ["RetiringPrincipal", ...PAGE_MEMBERS],
  access: [listRetirable],
  writes: false,
  run(call) {
    const { lab, input } = call;
    const principal = requireText(input, "RetiringPrincipal");
    requireAnything(call, listRetirable);
    const all = allGrants(lab).filter((grant) => grant.retiringPrincipal === principal);
    return kmsPage(input, "Grants", { all: all.map(grantEntry), limit: 50, max: 100 });
  },
};

/** The operations on grants. */
export const GRANT_OPERATIONS: readonly JsonOperation[] = [
  createGrant,
  listGrants,
  revokeGrant,
  retireGrant,
  listRetirableGrants,
];

type Wish = Pick<
  KmsGrant,
  | "name"
  | "granteePrincipal"
  | "retiringPrincipal"
  | "operations"
  | "encryptionContextEquals"
  | "encryptionContextSubset"
>;

function readGrant(call: JsonCall): Wish {
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
function grantContext(call: JsonCall): Permission["context"] {
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

function makeGrant({ lab, account }: JsonCall, key: KmsKey, wish: Wish): KmsGrant {
  const grant: KmsGrant = {
    ...wish,
    id: Buffer.from(lab.random(32)).toString("hex"),
    token: Buffer.from(lab.random(180)).toString("base64"),
    keyArn: key.arn,
    issuer: `arn:aws:iam::${account}:root`,
    createdMs: lab.now(),
  };
  lab.kms.grants.put([key.arn, grant.id], grant);
  return grant;
}

/** KMS API Reference, CreateGrant, Name: the same request with the same name makes no second grant. */
function isSame(grant: KmsGrant, wish: Wish): boolean {
  return JSON.stringify(comparable(grant)) === JSON.stringify(comparable(wish));
}

function comparable(wish: Wish): readonly unknown[] {
  return [
    wish.name,
    wish.granteePrincipal,
    wish.retiringPrincipal,
    wish.operations,
    wish.encryptionContextEquals,
    wish.encryptionContextSubset,
  ];
}

/** KMS Developer Guide, Retiring and revoking grants: who was named to, and who may use it to. */
function mayRetire({ identity: { caller }, account }: JsonCall, grant: KmsGrant): boolean {
  const arns = "arn" in caller ? [caller.arn] : [];
  if (caller.kind === "roleSession") arns.push(caller.roleArn);
  if (caller.kind === "root") arns.push(`arn:aws:iam::${account}:root`);
  if (grant.retiringPrincipal !== undefined && arns.includes(grant.retiringPrincipal)) return true;
  return grant.operations.includes("RetireGrant") && arns.includes(grant.granteePrincipal);
}

function grantToRetire(call: JsonCall): KmsGrant {
  const { lab, input } = call;
  const token = textOf(input, "GrantToken");
  if (token !== undefined) {
    const grant = allGrants(lab).find((each) => each.token === token);
    if (grant !== undefined) return grant;
    throw jsonRefusal("InvalidGrantTokenException", "");
  }
  const reference = readKeyId(requireText(input, "KeyId"), call);
  const id = requireText(input, "GrantId");
  const arn = `arn:aws:kms:${reference.region}:${reference.account}:key/${reference.id ?? ""}`;
  const grant = findRow(lab.kms.grants, arn, id);
  if (grant === undefined) throw grantNotFound(id);
  return grant;
}

function grantRows(lab: LabState, keyArn: string): readonly KmsGrant[] {
  return [...lab.kms.grants.range({ within: [keyArn] })].map(({ value }) => value);
}

function allGrants(lab: LabState): readonly KmsGrant[] {
  return [...lab.kms.grants.range()].map(({ value }) => value);
}

function grantEntry(grant: KmsGrant): JsonObject {
  const { name, retiringPrincipal, encryptionContextEquals, encryptionContextSubset } = grant;
  return {
    KeyId: grant.keyArn,
    GrantId: grant.id,
    Name: name ?? "",
    CreationDate: seconds(grant.createdMs),
    GranteePrincipal: grant.granteePrincipal,
    ...(retiringPrincipal !== undefined && { RetiringPrincipal: retiringPrincipal }),
    IssuingAccount: grant.issuer,
    Operations: grant.operations,
    ...(encryptionContextEquals && {
      Constraints: { EncryptionContextEquals: Object.fromEntries(encryptionContextEquals) },
    }),
    ...(encryptionContextSubset && {
      Constraints: { EncryptionContextSubset: Object.fromEntries(encryptionContextSubset) },
    }),
  };
}

function grantNotFound(id: string): Error {
  return notFound(`Grant ID ${id} not found`);
}

function dryRun(): Error {
  return jsonRefusal(
    "DryRunOperationException",
    "The request would have succeeded, but the DryRun option is set.",
  );
}
