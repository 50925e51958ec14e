import { findRow } from "../json/find-row.ts";
import type { JsonOperation } from "../json/json-call.ts";
import { requireText, textOf } from "../json/json-input.ts";
import { notImplemented } from "../refusal.ts";
import { awsPolicyOf } from "./aws-policies.ts";
import { describeMember, describeRoot, describeUnit, summarizePolicy } from "./describe.ts";
import { organizationArn, targetArn } from "./organization-arns.ts";
import { type OrganizationCall, organizationOperation } from "./organization-operation.ts";
import { organizationPage, PAGE_MEMBERS } from "./organization-page.ts";
import { constraintViolation, organizationRefusal } from "./organization-refusals.ts";
import { ORGANIZATION_KEY, type PolicyRow } from "./organization-tables.ts";
import {
  findPolicy,
  namedPolicyArn,
  namedPolicyType,
  policyType,
  requirePolicy,
  typeContext,
} from "./policies.ts";
import { isTarget, targetsOf } from "./tree.ts";

const TARGETS = ["account", "organizationalunit", "root"];
const TYPE_KEY = ["organizations:PolicyType"];
// Organizations User Guide, Quotas: policies of one type attached to one target.
const MAX_ATTACHED = 5;

const attachPolicy = organizationOperation({
  name: "AttachPolicy",
  members: ["PolicyId", "TargetId"],
  resourceTypes: [...TARGETS, "policy"],
  conditionKeys: TYPE_KEY,
  writes: true,
  resources: policyAndTarget,
  context: namedPolicyType,
  run(call) {
    const { attachments } = call.lab.organizations;
    const policy = requirePolicy(call);
    const target = requireTarget(call);
    requireEnabled(call, policy);
    const attached = attachedTo(call, target).filter(({ type }) => type === policy.type);
    if (attached.some(({ id }) => id === policy.id)) {
      throw organizationRefusal("DuplicatePolicyAttachmentException");
    }
    if (attached.length >= MAX_ATTACHED) {
      throw constraintViolation(
        "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        "You have attached the maximum number of policies to the specified target.",
      );
    }
    attachments.put([target, policy.id], { type: policy.type });
    return undefined;
  },
});

const detachPolicy = organizationOperation({
  name: "DetachPolicy",
  members: ["PolicyId", "TargetId"],
  resourceTypes: [...TARGETS, "policy"],
  conditionKeys: TYPE_KEY,
  writes: true,
  resources: policyAndTarget,
  context: namedPolicyType,
  run(call) {
    const { attachments } = call.lab.organizations;
    const policy = requirePolicy(call);
    const target = requireTarget(call);
    if (findRow(attachments, target, policy.id) === undefined) {
      throw organizationRefusal("PolicyNotAttachedException");
    }
    const { type } = policy;
    const left = attachedTo(call, target).filter((each) => each.type === type).length - 1;
    // `RCPFullAWSAccess` cannot be detached, and of service control policies one must stay.
    const isLasting = type === "RESOURCE_CONTROL_POLICY" && awsPolicyOf(type).id === policy.id;
    if (isLasting || left === 0) {
      throw constraintViolation(
        "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        "You cannot remove the last policy attached to the specified target.",
      );
    }
    attachments.delete([target, policy.id]);
    return undefined;
  },
});

const listPoliciesForTarget = organizationOperation({
  name: "ListPoliciesForTarget",
  members: ["TargetId", "Filter", ...PAGE_MEMBERS],
  resourceTypes: TARGETS,
  conditionKeys: TYPE_KEY,
  resources: ({ organization, input }) => [targetArn(organization, requireText(input, "TargetId"))],
  context: ({ input }) => typeContext(policyType(input, "Filter")),
  run(call) {
    const { input, organization } = call;
    const type = policyType(input, "Filter");
    const target = requireTarget(call);
    const isEnabled = organization.enabled.includes(type);
    const policies = attachedTo(call, target).filter((policy) => isEnabled && policy.type === type);
    return organizationPage(
      input,
      "Policies",
      policies.map((policy) => summarizePolicy(organization, policy)),
    );
  },
});

const listTargetsForPolicy = organizationOperation({
  name: "ListTargetsForPolicy",
  members: ["PolicyId", ...PAGE_MEMBERS],
  resourceTypes: ["policy"],
  conditionKeys: TYPE_KEY,
  resources: namedPolicyArn,
  context: namedPolicyType,
  run(call) {
    const policy = requirePolicy(call);
    const rows = [...call.lab.organizations.attachments.range()];
    const targets = rows.filter(({ key }) => key[1] === policy.id).map(({ key }) => key[0] ?? "");
    return organizationPage(
      call.input,
      "Targets",
      targets.map((target) => describeTarget(call, target)),
    );
  },
});

const enablePolicyType = organizationOperation({
  name: "EnablePolicyType",
  members: ["RootId", "PolicyType"],
  resourceTypes: ["root"],
  conditionKeys: TYPE_KEY,
  writes: true,
  resources: rootArn,
  context: ({ input }) => typeContext(policyType(input, "PolicyType")),
  run(call) {
    const { lab, organization, input } = call;
    const type = policyType(input, "PolicyType");
    requireRoot(call);
    if (organization.enabled.includes(type)) {
      throw organizationRefusal("PolicyTypeAlreadyEnabledException");
    }
    const changed = { ...organization, enabled: [...organization.enabled, type] };
    lab.organizations.organization.put(ORGANIZATION_KEY, changed);
    const { id } = awsPolicyOf(type);
    for (const target of targetsOf(call)) lab.organizations.attachments.put([target, id], { type });
    return { Root: describeRoot(changed) };
  },
});

const disablePolicyType = organizationOperation({
  name: "DisablePolicyType",
  members: ["RootId", "PolicyType"],
  resourceTypes: ["root"],
  conditionKeys: TYPE_KEY,
  writes: true,
  resources: rootArn,
  context: ({ input }) => typeContext(policyType(input, "PolicyType")),
  run(call) {
    const { lab, organization, input } = call;
    const type = policyType(input, "PolicyType");
    requireRoot(call);
    if (!organization.enabled.includes(type)) {
      throw organizationRefusal("PolicyTypeNotEnabledException");
    }
    const enabled = organization.enabled.filter((each) => each !== type);
    const changed = { ...organization, enabled };
    lab.organizations.organization.put(ORGANIZATION_KEY, changed);
    const { attachments } = lab.organizations;
    for (const { key, value } of [...attachments.range()]) {
      if (value.type === type) attachments.delete(key);
    }
    return { Root: describeRoot(changed) };
  },
});

const describeEffectivePolicy = organizationOperation({
  name: "DescribeEffectivePolicy",
  members: ["PolicyType", "TargetId"],
  resourceTypes: ["account"],
  isForMembers: true,
  resources: ({ organization, input, account }) => [
    targetArn(organization, textOf(input, "TargetId") ?? account),
  ],
  run() {
    // It is for management policies (tags, backup, …); control policies have no effective one.
    throw notImplemented("`organizations:DescribeEffectivePolicy`");
  },
});

/** The operations on policies where they are in force. */
export const ATTACHMENT_OPERATIONS: readonly JsonOperation[] = [
  attachPolicy,
  detachPolicy,
  listPoliciesForTarget,
  listTargetsForPolicy,
  enablePolicyType,
  disablePolicyType,
  describeEffectivePolicy,
];

function policyAndTarget(call: OrganizationCall): readonly string[] {
  const target = requireText(call.input, "TargetId");
  return [...namedPolicyArn(call), targetArn(call.organization, target)];
}

function rootArn({ organization, input }: OrganizationCall): readonly string[] {
  return [organizationArn(organization, "root", requireText(input, "RootId"))];
}

function requireRoot({ organization, input }: OrganizationCall): void {
  if (requireText(input, "RootId") !== organization.root) {
    throw organizationRefusal("RootNotFoundException");
  }
}

function requireTarget(call: OrganizationCall): string {
  const target = requireText(call.input, "TargetId");
  if (isTarget(call, target)) return target;
  throw organizationRefusal("TargetNotFoundException");
}

function requireEnabled({ organization }: OrganizationCall, { type }: PolicyRow): void {
  if (!organization.enabled.includes(type)) {
    throw organizationRefusal("PolicyTypeNotEnabledException");
  }
}

function attachedTo(call: OrganizationCall, target: string): readonly PolicyRow[] {
  const rows = [...call.lab.organizations.attachments.range({ within: [target] })];
  return rows.flatMap(({ key }) => findPolicy(call, key[1] ?? "") ?? []);
}

function describeTarget(call: OrganizationCall, id: string): ReturnType<typeof describeRoot> {
  const { organization, lab } = call;
  const { units, members } = lab.organizations;
  const unit = findRow(units, id);
  const member = findRow(members, id);
  const shown =
    unit !== undefined
      ? { type: "ORGANIZATIONAL_UNIT", of: describeUnit(organization, unit) }
      : member !== undefined
        ? { type: "ACCOUNT", of: describeMember(call, member) }
        : { type: "ROOT", of: describeRoot(organization) };
  return { TargetId: id, Arn: shown.of["Arn"], Name: shown.of["Name"], Type: shown.type };
}
