import type { AclGrantee } from "../../policy/index.ts";
import { ANONYMOUS_ID } from "../../policy/index.ts";
import { invalidArgument, Refusal } from "../refusal.ts";
import type { LabState } from "../state/lab-state.ts";
import { element } from "../xml/write-xml.ts";
import { accountOfCanonicalId, canonicalIdOf } from "./canonical-id.ts";

type Group = Extract<AclGrantee, { readonly kind: "group" }>["group"];

/** S3 User Guide, Access control list (ACL) overview, Amazon S3 predefined groups. */
const GROUP_URIS: Readonly<Record<Group, string>> = {
  AllUsers: "http://acs.amazonaws.com/groups/global/AllUsers",
  AuthenticatedUsers: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
  LogDelivery: "http://acs.amazonaws.com/groups/s3/LogDelivery",
};
const GROUPS: readonly Group[] = ["AllUsers", "AuthenticatedUsers", "LogDelivery"];

/** Whom a request names, in which of the ways, and the argument that it stands in. */
export interface NamedGrantee {
  readonly by: "id" | "uri" | "emailAddress";
  readonly value: string;
  readonly argument: string;
}

/** Reads a grantee; an id must be that of an account that there is. */
export function readGrantee(
  lab: Pick<LabState, "world" | "organizations">,
  { by, value, argument }: NamedGrantee,
): AclGrantee {
  switch (by) {
    case "id": {
      const account = accountOfCanonicalId(lab, value);
      if (account !== undefined) return { kind: "account", account };
      if (value === ANONYMOUS_ID) return { kind: "canonicalUser", id: value };
      throw invalidArgument("Invalid id", argument, value);
    }
    case "uri": {
      const group = GROUPS.find((one) => GROUP_URIS[one] === value);
      if (group === undefined) throw invalidArgument("Invalid group uri", argument, value);
      return { kind: "group", group };
    }
    case "emailAddress":
      // API Reference, PutBucketAcl and PutObjectAcl: 405 since October 1, 2025; the words are not told.
      throw new Refusal({
        code: "MethodNotAllowed",
        status: 405,
        message: "The specified method is not allowed against this resource.",
      });
  }
}

/** A grantee as an element of an ACL document. */
export function granteeElement(lab: Pick<LabState, "world">, grantee: AclGrantee): string {
  switch (grantee.kind) {
    case "account":
      return typed("CanonicalUser", element("ID", canonicalIdOf(lab, grantee.account)));
    case "canonicalUser":
      return typed("CanonicalUser", element("ID", grantee.id));
    case "group":
      return typed("Group", element("URI", GROUP_URIS[grantee.group]));
  }
}

function typed(type: "CanonicalUser" | "Group", inner: string): string {
  return `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">${inner}</Grantee>`;
}
