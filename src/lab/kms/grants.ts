import { findRow } from "../json/find-row.ts";
import type { JsonCall, JsonOperation } from "../json/json-call.ts";
import { requireText, textOf } from "../json/json-input.ts";
import { refuseDryRun } from "./cryptographic-input.ts";
import { grantEntry, grantNotFound, grantRows } from "./grant-rows.ts";
import { keyOperation } from "./key-operation.ts";
import { kmsPage, PAGE_MEMBERS } from "./kms-page.ts";
import type { KmsGrant, KmsKey } from "./kms-tables.ts";
import { grantContext, type GrantWish, readGrant } from "./read-grant.ts";

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
    refuseDryRun(input);
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
    refuseDryRun(input);
    lab.kms.grants.delete([key.arn, id]);
    return undefined;
  },
});

/** The operations on the grants of a key. */
export const GRANT_OPERATIONS: readonly JsonOperation[] = [createGrant, listGrants, revokeGrant];

function makeGrant({ lab, account }: JsonCall, key: KmsKey, wish: GrantWish): KmsGrant {
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
function isSame(grant: KmsGrant, wish: GrantWish): boolean {
  return JSON.stringify(comparable(grant)) === JSON.stringify(comparable(wish));
}

function comparable(wish: GrantWish): readonly unknown[] {
  return [
    wish.name,
    wish.granteePrincipal,
    wish.retiringPrincipal,
    wish.operations,
    wish.encryptionContextEquals,
    wish.encryptionContextSubset,
  ];
}
