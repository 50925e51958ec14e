import type { Acl, AclGrantee, AclGroup, CannedAcl } from "../s3/acl.ts";
import { cannedGrants } from "../s3/canned-acl.ts";
import type { World, WorldBucket } from "./world.ts";

/** The grants of a bucket's ACL; full control for its owner where the world gives none. */
export function bucketAclOf(
  { accounts }: World,
  owner: string,
  { acl = "private" }: Pick<WorldBucket, "acl">,
): Acl {
  if (typeof acl === "string") return canned(acl, owner);
  const ids = new Map(
    Object.entries(accounts).flatMap(([account, { canonicalId }]) =>
      canonicalId === undefined ? [] : [[canonicalId, account] as const],
    ),
  );
  return acl.map(({ grantee, permission }) => ({ grantee: granteeOf(grantee, ids), permission }));
}

function canned(acl: CannedAcl, owner: string): Acl {
  return cannedGrants(acl, { owner, bucketOwner: owner, on: "bucket" });
}

const groups: ReadonlyMap<string, AclGroup> = new Map(
  (["AllUsers", "AuthenticatedUsers", "LogDelivery"] as const).map((group) => [group, group]),
);

function granteeOf(text: string, accounts: ReadonlyMap<string, string>): AclGrantee {
  const group = groups.get(text);
  if (group !== undefined) return { kind: "group", group };
  const account = /^\d{12}$/.test(text) ? text : accounts.get(text);
  return account === undefined ? { kind: "canonicalUser", id: text } : { kind: "account", account };
}

/** A grantee as a world file writes it. */
export function granteeText(grantee: AclGrantee): string {
  switch (grantee.kind) {
    case "account":
      return grantee.account;
    case "canonicalUser":
      return grantee.id;
    case "group":
      return grantee.group;
  }
}
