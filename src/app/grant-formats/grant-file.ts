import type { Sentence } from "../../aws/index.ts";
import { type GrantedDocument, type GrantEdit, isNewRole } from "../../access/index.ts";

/** A file to hand to whoever changes policies in another way than by this program. */
export interface GrantFile {
  readonly name: string;
  readonly text: string;
}

/** The changes to write down, and the words for what a reader must know. */
export interface GrantOrder {
  readonly edits: readonly GrantEdit[];
  /** The profiles at hand, by account. */
  readonly profiles: ReadonlyMap<string, string>;
  /** Where requests go, when not to AWS. */
  readonly endpointUrl?: string | undefined;
  readonly notes: GrantNotes;
}

/** What the comments in such files say, in one language. */
export interface GrantNotes {
  readonly document: (document: GrantedDocument, account: string) => string;
  /** The document given is the whole of it, and these statements of it are new. */
  readonly whole: (sids: readonly string[]) => string;
  /** What stands there could not be read, so nothing is written over it. */
  readonly unread: (why: Sentence) => string;
  readonly terraformOwner: string;
  readonly terraformDestroy: string;
  readonly identityCenter: string;
  readonly templateOwner: string;
  readonly noResource: string;
  /** The role is yet to be made, with the document. */
  readonly newRole: string;
  /** Policies elsewhere name a role that is yet to be made, and AWS takes none that names nobody. */
  readonly roleFirst: (role: string) => string;
  /** A stack makes a role by a name, which must be acknowledged. */
  readonly namedRole: string;
  /** Terraform has a trust policy with its role alone. */
  readonly noTrustResource: string;
  /** Stacks know nothing of grants of KMS. */
  readonly noKeyGrants: string;
  readonly deploy: (account: string, region: string | undefined) => string;
  /** What the script prints before it stops. */
  readonly changed: (document: string) => string;
  readonly nameProfile: (account: string) => string;
  readonly nameIdentityCenterProfile: string;
  readonly noPermissionSet: (name: string) => string;
}

/** An edit whose document was read, so that the text after it is the whole of it. */
export type WholeEdit = GrantEdit & { readonly before: { readonly known: true } };

export function isWhole(edit: GrantEdit): edit is WholeEdit {
  return edit.before.known;
}

/** What a comment says about an edit, line by line. */
export function headingOf(edit: GrantEdit, { notes }: GrantOrder): readonly string[] {
  const title = notes.document(edit.document, edit.account);
  if (!edit.before.known) return [title, notes.unread(edit.before.why), ...edit.after.split("\n")];
  if (edit.before.value === undefined) {
    return isNewRole(edit) ? [title, notes.newRole] : [title];
  }
  return [title, notes.whole(edit.added.map(({ sid }) => sid))];
}

/** What the people of an account must know of roles that are yet to be made in others. */
export function rolesFirst(
  { edits, notes }: Pick<GrantOrder, "edits" | "notes">,
  account: string,
): readonly string[] {
  return edits
    .filter((edit) => edit.account !== account && isNewRole(edit))
    .flatMap(({ document }) =>
      document.kind === "trustPolicy" ? [notes.roleFirst(document.role)] : [],
    );
}

/** Lines as comments. */
export function commented(lines: readonly string[], mark: string): readonly string[] {
  return lines.flatMap((line) => line.split("\n")).map((line) => `${mark} ${line}`.trimEnd());
}

/** The name that people give to what a document belongs to. */
export function subjectOf(document: GrantedDocument): string {
  switch (document.kind) {
    case "bucketPolicy":
      return document.bucket;
    case "accessPointPolicy":
      return document.accessPoint.slice(document.accessPoint.lastIndexOf("/") + 1);
    case "keyPolicy":
      return document.key.slice(document.key.lastIndexOf("/") + 1);
    case "keyGrant":
      return `${document.key.slice(document.key.lastIndexOf("/") + 1)}-${document.name}`;
    case "vpcEndpointPolicy":
      return document.endpoint;
    case "trustPolicy":
      return document.role.slice(document.role.lastIndexOf("/") + 1);
    case "rolePolicy":
    case "userPolicy":
    case "permissionSet":
      return document.name;
  }
}
