import { findRow } from "../json/find-row.ts";
import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import { requireText, textOf } from "../json/json-input.ts";
import { jsonRefusal } from "../json/json-refusal.ts";
import { requireAnything } from "../json/require-access.ts";
import { refuseDryRun } from "./cryptographic-input.ts";
import { findKeyByArn, readKeyId } from "./find-key.ts";
import { allGrants, grantEntry, grantNotFound } from "./grant-rows.ts";
import { requireKeyAccess } from "./key-access.ts";
import { callerAccount } from "./key-operation.ts";
import { keyNotFound } from "./key-refusals.ts";
import { kmsPage, PAGE_MEMBERS } from "./kms-page.ts";
import type { KmsGrant } from "./kms-tables.ts";

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
    refuseDryRun(input);
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

/** The operations of those who were named to give a grant up. */
export const RETIRING_OPERATIONS: readonly JsonOperation[] = [retireGrant, listRetirableGrants];

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
