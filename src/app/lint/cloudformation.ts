import type { PolicyUse } from "../../policy/index.ts";
import type { EmbeddedPolicy, PolicySource } from "./embedded-policy.ts";
import { entriesOf, itemsOf, type LocatedValue, textOf, valueAt } from "./located-value.ts";

/** Properties that hold policies, by resource type (AWS CloudFormation Template Reference). */
const DOCUMENTS: Readonly<Record<string, readonly (readonly [string, PolicyUse])[]>> = {
  "AWS::S3::BucketPolicy": [["PolicyDocument", "bucket-policy"]],
  "AWS::IAM::Policy": [["PolicyDocument", "identity"]],
  "AWS::IAM::ManagedPolicy": [["PolicyDocument", "identity"]],
  "AWS::IAM::RolePolicy": [["PolicyDocument", "identity"]],
  "AWS::IAM::UserPolicy": [["PolicyDocument", "identity"]],
  "AWS::IAM::GroupPolicy": [["PolicyDocument", "identity"]],
  "AWS::IAM::Role": [["AssumeRolePolicyDocument", "trust"]],
  "AWS::KMS::Key": [["KeyPolicy", "key-policy"]],
  "AWS::KMS::ReplicaKey": [["KeyPolicy", "key-policy"]],
  "AWS::EC2::VPCEndpoint": [["PolicyDocument", "vpc-endpoint"]],
  "AWS::SSO::PermissionSet": [["InlinePolicy", "identity"]],
};

const WITH_INLINE_POLICIES = ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"];

/** Whether a file's value is a CloudFormation template. */
export function isTemplate(value: LocatedValue): boolean {
  return entriesOf(valueAt(value, "Resources")).some(({ value: resource }) =>
    textOf(valueAt(resource, "Type"))?.includes("::"),
  );
}

/** The policies of a template's resources, each made a text by `sourceOf`. */
export function policiesOfTemplate(
  template: LocatedValue,
  sourceOf: (document: LocatedValue) => PolicySource | undefined,
): readonly EmbeddedPolicy[] {
  return entriesOf(valueAt(template, "Resources")).flatMap(({ name, value: resource }) => {
    const type = textOf(valueAt(resource, "Type")) ?? "";
    const properties = valueAt(resource, "Properties");
    return documentsOf(type, properties).flatMap(({ document, as }) => {
      const source = sourceOf(document);
      if (source === undefined) return [];
      const bucket = as === "bucket-policy" ? textOf(valueAt(properties, "Bucket")) : undefined;
      return [{ ...source, as, bucket, within: `${name} (${type})` }];
    });
  });
}

interface Placed {
  readonly document: LocatedValue;
  readonly as: PolicyUse;
}

function documentsOf(type: string, properties: LocatedValue | undefined): readonly Placed[] {
  const named = Object.hasOwn(DOCUMENTS, type) ? (DOCUMENTS[type] ?? []) : [];
  const direct = named.map(([property, as]) => ({ document: valueAt(properties, property), as }));
  const inline = WITH_INLINE_POLICIES.includes(type)
    ? itemsOf(valueAt(properties, "Policies")).map((policy) => ({
        document: valueAt(policy, "PolicyDocument"),
        as: "identity" as const,
      }))
    : [];
  const organization = organizationUse(type, properties);
  const content =
    organization === undefined
      ? []
      : [{ document: valueAt(properties, "Content"), as: organization }];
  return [...direct, ...inline, ...content].flatMap(({ document, as }) =>
    document === undefined ? [] : [{ document, as }],
  );
}

function organizationUse(
  type: string,
  properties: LocatedValue | undefined,
): PolicyUse | undefined {
  if (type !== "AWS::Organizations::Policy") return undefined;
  const kind = textOf(valueAt(properties, "Type"));
  if (kind === "SERVICE_CONTROL_POLICY") return "scp";
  return kind === "RESOURCE_CONTROL_POLICY" ? "rcp" : undefined;
}
