import type { PolicyUse } from "../../policy/index.ts";
import type { EmbeddedPolicy } from "./embedded-policy.ts";
import {
  itemsOf,
  type LocatedScalar,
  type LocatedValue,
  textOf,
  valueAt,
} from "./located-value.ts";
import { jsonString } from "./policy-source.ts";

/** Attributes that hold policies as text, by resource type (the Terraform AWS provider's documentation). */
const ATTRIBUTES: Readonly<Record<string, readonly (readonly [string, PolicyUse])[]>> = {
  aws_s3_bucket: [["policy", "bucket-policy"]],
  aws_s3_bucket_policy: [["policy", "bucket-policy"]],
  aws_iam_policy: [["policy", "identity"]],
  aws_iam_role_policy: [["policy", "identity"]],
  aws_iam_user_policy: [["policy", "identity"]],
  aws_iam_group_policy: [["policy", "identity"]],
  aws_iam_role: [["assume_role_policy", "trust"]],
  aws_ssoadmin_permission_set_inline_policy: [["inline_policy", "identity"]],
  aws_kms_key: [["policy", "key-policy"]],
  aws_kms_key_policy: [["policy", "key-policy"]],
  aws_kms_external_key: [["policy", "key-policy"]],
  aws_kms_replica_key: [["policy", "key-policy"]],
  aws_vpc_endpoint: [["policy", "vpc-endpoint"]],
  aws_vpc_endpoint_policy: [["policy", "vpc-endpoint"]],
};

/** Whether a file's value is what `terraform show -json` prints. */
export function isPlan(value: LocatedValue): boolean {
  const isVersioned = valueAt(value, "format_version") !== undefined;
  return isVersioned && (modulesOf(value).length > 0 || changesOf(value).length > 0);
}

/** The policies that a plan, or a state, holds; a policy that is known only after the apply is not there yet. */
export function policiesOfPlan(file: string, plan: LocatedValue): readonly EmbeddedPolicy[] {
  const planned = modulesOf(plan).flatMap(resourcesOfModule);
  const resources = planned.length > 0 ? planned : changesOf(plan);
  return resources.flatMap((resource) =>
    textsOf(resource).map(({ value, as, attribute }) => ({
      ...jsonString(file, { text: String(value.value), at: value.at }),
      as,
      bucket: as === "bucket-policy" ? textOf(valueAt(resource.values, "bucket")) : undefined,
      within: `${resource.address}.${attribute}`,
    })),
  );
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: LocatedValue | undefined;
}

function modulesOf(plan: LocatedValue): readonly LocatedValue[] {
  const planned = valueAt(plan, "planned_values", "root_module");
  const state = valueAt(plan, "values", "root_module");
  const root = planned ?? state;
  return root === undefined ? [] : [root];
}

function resourcesOfModule(module: LocatedValue): readonly Resource[] {
  const own = itemsOf(valueAt(module, "resources")).map((resource) =>
    resourceOf(resource, valueAt(resource, "values")),
  );
  return [...own, ...itemsOf(valueAt(module, "child_modules")).flatMap(resourcesOfModule)];
}

function changesOf(plan: LocatedValue): readonly Resource[] {
  return itemsOf(valueAt(plan, "resource_changes")).map((change) =>
    resourceOf(change, valueAt(change, "change", "after")),
  );
}

function resourceOf(resource: LocatedValue, values: LocatedValue | undefined): Resource {
  const text = (name: string): string => textOf(valueAt(resource, name)) ?? "";
  return { address: text("address"), type: text("type"), values };
}

interface PolicyText {
  readonly value: LocatedScalar;
  readonly as: PolicyUse;
  readonly attribute: string;
}

function textsOf({ type, values }: Resource): readonly PolicyText[] {
  const named = Object.hasOwn(ATTRIBUTES, type) ? (ATTRIBUTES[type] ?? []) : [];
  const direct = named.flatMap(([attribute, as]) =>
    policyText(valueAt(values, attribute), { as, attribute }),
  );
  const inline =
    type === "aws_iam_role"
      ? itemsOf(valueAt(values, "inline_policy")).flatMap((policy) =>
          policyText(valueAt(policy, "policy"), { as: "identity", attribute: "inline_policy" }),
        )
      : [];
  const organization = organizationUse(type, values);
  const content =
    organization === undefined
      ? []
      : policyText(valueAt(values, "content"), { as: organization, attribute: "content" });
  return [...direct, ...inline, ...content];
}

function policyText(
  value: LocatedValue | undefined,
  facts: Omit<PolicyText, "value">,
): readonly PolicyText[] {
  const isText = value?.kind === "scalar" && typeof value.value === "string" && value.value !== "";
  return isText ? [{ value, ...facts }] : [];
}

function organizationUse(type: string, values: LocatedValue | undefined): PolicyUse | undefined {
  if (type !== "aws_organizations_policy") return undefined;
  // The provider's default type is the SCP.
  const kind = textOf(valueAt(values, "type")) ?? "SERVICE_CONTROL_POLICY";
  if (kind === "SERVICE_CONTROL_POLICY") return "scp";
  return kind === "RESOURCE_CONTROL_POLICY" ? "rcp" : undefined;
}
