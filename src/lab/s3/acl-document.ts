import type { Acl, AclGrant } from "../../policy/index.ts";
import { accessDenied } from "../authorize.ts";
import { Refusal } from "../refusal.ts";
import type { LabState } from "../state/lab-state.ts";
import { childText, readXml, type XmlElement } from "../xml/read-xml.ts";
import { element, s3Document, wrap } from "../xml/write-xml.ts";
import { granteeElement, readGrantee } from "./acl-grantees.ts";
import { canonicalIdOf } from "./canonical-id.ts";

/** Grants, and the account that owns what they are about. */
export interface OwnedAcl {
  readonly owner: string;
  readonly acl: Acl;
}

// S3 User Guide, Access control list (ACL) overview: an ACL can have up to 100 grants.
const MAX_GRANTS = 100;
const PERMISSIONS: readonly AclGrant["permission"][] = [
  "READ",
  "WRITE",
  "READ_ACP",
  "WRITE_ACP",
  "FULL_CONTROL",
];

/** An `AccessControlPolicy`. */
export function aclDocument(lab: Pick<LabState, "world">, { owner, acl }: OwnedAcl): string {
  const grants = acl.map(({ grantee, permission }) =>
    wrap("Grant", granteeElement(lab, grantee) + element("Permission", permission)),
  );
  return s3Document(
    "AccessControlPolicy",
    wrap("Owner", element("ID", canonicalIdOf(lab, owner))) +
      wrap("AccessControlList", grants.join("")),
  );
}

/** Reads an `AccessControlPolicy` for what an account owns. */
export function readAclDocument(
  lab: Pick<LabState, "world" | "organizations">,
  text: string,
  owner: string,
): Acl {
  const root = readRoot(text);
  const named = childText(childOf(root, "Owner"), "ID")?.trim();
  if (named === undefined) throw malformedAcl();
  const grants = childOf(root, "AccessControlList").children;
  // That more are refused is AWS's page; its words are not, nor those for another owner.
  if (grants.length > MAX_GRANTS) throw malformedAcl();
  const acl = grants.map((grant) => readGrant(lab, grant));
  if (named !== canonicalIdOf(lab, owner)) throw accessDenied();
  return acl;
}

function readRoot(text: string): XmlElement {
  const root = wellFormed(text);
  if (root.name !== "AccessControlPolicy") throw malformedAcl();
  return root;
}

function wellFormed(text: string): XmlElement {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof Refusal) throw malformedAcl();
    throw error;
  }
}

function readGrant(lab: Pick<LabState, "world" | "organizations">, grant: XmlElement): AclGrant {
  if (grant.name !== "Grant") throw malformedAcl();
  const text = childText(grant, "Permission")?.trim();
  const permission = PERMISSIONS.find((one) => one === text);
  if (permission === undefined) throw malformedAcl();
  return { grantee: granteeOf(lab, childOf(grant, "Grantee")), permission };
}

/** Its child says as well as its `xsi:type` what kind of grantee it is. */
function granteeOf(
  lab: Pick<LabState, "world" | "organizations">,
  grantee: XmlElement,
): AclGrant["grantee"] {
  const id = childText(grantee, "ID")?.trim();
  if (id !== undefined) {
    return readGrantee(lab, { by: "id", value: id, argument: "CanonicalUser/ID" });
  }
  const uri = childText(grantee, "URI")?.trim();
  if (uri !== undefined) return readGrantee(lab, { by: "uri", value: uri, argument: "Group/URI" });
  const email = childText(grantee, "EmailAddress")?.trim();
  if (email === undefined) throw malformedAcl();
  return readGrantee(lab, { by: "emailAddress", value: email, argument: "EmailAddress" });
}

function childOf(parent: XmlElement, name: string): XmlElement {
  const [child, ...more] = parent.children.filter((one) => one.name === name);
  if (child === undefined || more.length > 0) throw malformedAcl();
  return child;
}

function malformedAcl(): Refusal {
  return new Refusal({
    code: "MalformedACLError",
    status: 400,
    message:
      "The XML you provided was not well-formed or did not validate against our published schema",
  });
}
