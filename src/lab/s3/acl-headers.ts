import { type Acl, type AclGrant, CANNED_ACLS, type CannedAcl } from "../../policy/index.ts";
import type { Call } from "../call.ts";
import { headerOf } from "../http/lab-request.ts";
import { invalidArgument, Refusal } from "../refusal.ts";
import { readGrantee } from "./acl-grantees.ts";

const GRANTS: readonly (readonly [header: string, permission: AclGrant["permission"]])[] = [
  ["x-amz-grant-full-control", "FULL_CONTROL"],
  ["x-amz-grant-read", "READ"],
  ["x-amz-grant-read-acp", "READ_ACP"],
  ["x-amz-grant-write", "WRITE"],
  ["x-amz-grant-write-acp", "WRITE_ACP"],
];

/** Headers by which a request brings an ACL. */
export const ACL_HEADERS: readonly string[] = ["x-amz-acl", ...GRANTS.map(([header]) => header)];

/** Those that a write of an object takes: there `WRITE` means nothing (API Reference, PutObject). */
export const OBJECT_ACL_HEADERS: readonly string[] = ACL_HEADERS.filter(
  (header) => header !== "x-amz-grant-write",
);

/** The ACL that a request brings in its headers, by its name or as grants; undefined when it brings none. */
export function aclOfHeaders(call: Call): CannedAcl | Acl | undefined {
  const { request } = call;
  if (!ACL_HEADERS.some((header) => headerOf(request, header) !== undefined)) return undefined;
  const canned = headerOf(request, "x-amz-acl");
  const grants = GRANTS.flatMap(([header, permission]) =>
    readGrants(call, { header, permission, text: headerOf(request, header) }),
  );
  if (canned === undefined) return grants;
  if (grants.length > 0) {
    throw new Refusal({
      code: "InvalidRequest",
      status: 400,
      message: "Specifying both Canned ACLs and Header Grants is not allowed",
    });
  }
  const known = CANNED_ACLS.find((one) => one === canned);
  if (known === undefined) throw invalidArgument("", "x-amz-acl", canned);
  return known;
}

interface GrantHeader {
  readonly header: string;
  readonly permission: AclGrant["permission"];
  readonly text: string | undefined;
}

/** A header names grantees as `type="value"`, with commas between them (API Reference, PutObjectAcl). */
function readGrants({ lab }: Call, { header, permission, text }: GrantHeader): Acl {
  if (text === undefined) return [];
  return text.split(",").map((piece): AclGrant => {
    const [, by, quoted, bare] = /^\s*(\w+)\s*=\s*(?:"([^"]*)"|([^"\s]*))\s*$/.exec(piece) ?? [];
    if (by !== "id" && by !== "uri" && by !== "emailAddress") {
      throw invalidArgument("Argument format not recognized", header, piece.trim());
    }
    const value = quoted ?? bare ?? "";
    return { grantee: readGrantee(lab, { by, value, argument: by }), permission };
  });
}
