import { malformedXml } from "../../refusal.ts";
import type { Pairs } from "../../state/stored-object.ts";
import { childText, expectElement, type XmlElement } from "../../xml/read-xml.ts";
import { element, s3Document, wrap } from "../../xml/write-xml.ts";
import type { TaskTemplate } from "./job-row.ts";

/** Reads `S3PutObjectAcl`: a canned ACL, or a list of grants (S3 API Reference, S3AccessControlPolicy). */
export function readAcl(asked: XmlElement): TaskTemplate {
  const policy = expectElement(asked, "S3PutObjectAcl", ["AccessControlPolicy"]).children[0];
  const [choice, ...others] = policy?.children ?? [];
  if (choice === undefined || others.length > 0) throw malformedXml();
  const template = { operation: "S3PutObjectAcl", method: "PUT", marker: "acl" } as const;
  if (choice.name === "CannedAccessControlList") {
    return { ...template, headers: [["x-amz-acl", choice.text]] };
  }
  return { ...template, headers: [], body: aclDocument(choice) };
}

/** The headers that give a new object the grants of a list. */
export function grantHeaders({ children }: XmlElement): Pairs {
  const byPermission = new Map<string, string[]>();
  for (const grant of children) {
    const { type, identifier, permission } = readGrant(grant);
    const name = `x-amz-grant-${permission.toLowerCase().replaceAll("_", "-")}`;
    byPermission.set(name, [...(byPermission.get(name) ?? []), `${type}="${identifier}"`]);
  }
  return [...byPermission].map(([name, grantees]) => [name, grantees.join(", ")]);
}

function aclDocument(list: XmlElement): string {
  expectElement(list, "AccessControlList", ["Owner", "Grants"]);
  const child = (name: string): XmlElement | undefined =>
    list.children.find((each) => each.name === name);
  const owner = child("Owner");
  const id = owner && childText(owner, "ID");
  if (id === undefined) throw malformedXml();
  const grants = (child("Grants")?.children ?? []).map(grantElement);
  return s3Document(
    "AccessControlPolicy",
    wrap("Owner", element("ID", id)) + wrap("AccessControlList", grants.join("")),
  );
}

/** How documents of S3 name a grantee, by how S3 Control does. */
const GRANTEES: Readonly<Record<GranteeType, readonly [type: string, member: string]>> = {
  id: ["CanonicalUser", "ID"],
  uri: ["Group", "URI"],
  emailAddress: ["AmazonCustomerByEmail", "EmailAddress"],
};

function grantElement(grant: XmlElement): string {
  const { type, identifier, permission } = readGrant(grant);
  const [name, member] = GRANTEES[type];
  const grantee = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${name}">${element(member, identifier)}</Grantee>`;
  return wrap("Grant", grantee + element("Permission", permission));
}

type GranteeType = "id" | "uri" | "emailAddress";

interface Grant {
  readonly type: GranteeType;
  readonly identifier: string;
  readonly permission: string;
}

function readGrant(grant: XmlElement): Grant {
  const grantee = grant.children.find(({ name }) => name === "Grantee");
  const said = grantee && childText(grantee, "TypeIdentifier");
  const type = (["id", "uri", "emailAddress"] as const).find((each) => each === said);
  const identifier = grantee && childText(grantee, "Identifier");
  const permission = childText(grant, "Permission");
  if (type === undefined || identifier === undefined || permission === undefined) {
    throw malformedXml();
  }
  return { type, identifier, permission };
}
