import { type GrantEdit, isNewRole } from "../../access/index.ts";
import { roleOf } from "../role-of.ts";
import { type GrantOrder, headingOf, isWhole, subjectOf, type WholeEdit } from "./grant-file.ts";

/** The edits of one account and region, which is where one stack acts. */
export interface StackEdits {
  /** Unique among the stacks, of letters, digits and hyphens. */
  readonly name: string;
  readonly account: string;
  readonly region: string | undefined;
  readonly resources: readonly StackResource[];
  /** What no resource of its own can hold, or what was not read. */
  readonly others: readonly GrantEdit[];
}

/** A document that a stack can hold without owning what the document belongs to. */
export interface StackResource {
  /** Its logical id. */
  readonly name: string;
  readonly type:
    "AWS::IAM::Role" | "AWS::S3::BucketPolicy" | "AWS::IAM::RolePolicy" | "AWS::IAM::UserPolicy";
  /** The properties beside the document. */
  readonly places: Readonly<Record<string, string>>;
  readonly edit: WholeEdit;
  /** The logical id of the role that must be there first, where this stack makes one. */
  readonly after?: string;
}

/** All the properties of a resource. */
export function propertiesOf({ edit, places, type }: StackResource): Record<string, unknown> {
  const document = type === "AWS::IAM::Role" ? "AssumeRolePolicyDocument" : "PolicyDocument";
  return { ...places, [document]: JSON.parse(edit.after) as unknown };
}

/** Sorts edits by the stacks that would make them. */
export function stacksOf(edits: readonly GrantEdit[]): readonly StackEdits[] {
  const stacks = new Map<string, readonly GrantEdit[]>();
  for (const edit of edits) {
    const name = [edit.account, ...(edit.region === undefined ? [] : [edit.region])].join("-");
    stacks.set(name, [...(stacks.get(name) ?? []), edit]);
  }
  return [...stacks].map(([name, [first, ...rest]]) => {
    const all = first === undefined ? [] : [first, ...rest];
    return {
      name,
      account: first?.account ?? "unknown",
      region: first?.region,
      resources: inOrder(all.filter(isWhole).flatMap(resourceOf)),
      others: all.filter((edit) => !isWhole(edit) || resourceOf(edit).length === 0),
    };
  });
}

/** Policies of a role, and those that name it, wait for it. */
function inOrder(resources: readonly StackResource[]): readonly StackResource[] {
  const role = resources.find(({ type }) => type === "AWS::IAM::Role");
  if (role === undefined) return resources;
  return [
    role,
    ...resources.flatMap((each) => (each === role ? [] : [{ ...each, after: role.name }])),
  ];
}

function resourceOf(edit: WholeEdit): readonly StackResource[] {
  const place = placeOf(edit);
  if (place === undefined) return [];
  const words = `${place.type.slice(place.type.lastIndexOf(":") + 1)}-${subjectOf(edit.document)}`;
  const name = words.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) =>
    first.toUpperCase(),
  );
  return [{ name, ...place, edit }];
}

/** The trust policy of a role that is there, the policy of an access point, a key, a VPC endpoint or a permission set is a property of the resource that makes it, and of no other. */
function placeOf(edit: WholeEdit): Pick<StackResource, "type" | "places"> | undefined {
  const { document } = edit;
  switch (document.kind) {
    case "trustPolicy": {
      const { name, path } = roleOf(document.role);
      if (!isNewRole(edit)) return undefined;
      return { type: "AWS::IAM::Role", places: { RoleName: name, Path: path } };
    }
    case "bucketPolicy":
      return { type: "AWS::S3::BucketPolicy", places: { Bucket: document.bucket } };
    case "rolePolicy": {
      const { name, policyName } = document;
      return { type: "AWS::IAM::RolePolicy", places: { RoleName: name, PolicyName: policyName } };
    }
    case "userPolicy": {
      const { name, policyName } = document;
      return { type: "AWS::IAM::UserPolicy", places: { UserName: name, PolicyName: policyName } };
    }
    case "accessPointPolicy":
    case "keyPolicy":
    case "keyGrant":
    case "vpcEndpointPolicy":
    case "permissionSet":
      return undefined;
  }
}

/** What comments say of a document that no stack can change by itself. */
export function elsewhere(edit: GrantEdit, order: GrantOrder): readonly string[] {
  const heading = headingOf(edit, order);
  if (!isWhole(edit)) return heading;
  const { noKeyGrants, noResource } = order.notes;
  const why = edit.document.kind === "keyGrant" ? noKeyGrants : noResource;
  return [...heading, why, ...edit.after.split("\n")];
}
