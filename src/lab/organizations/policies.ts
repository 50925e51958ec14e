import { findRow } from "../json/find-row.ts";
import type { Permission } from "../authorize.ts";
import type { JsonOperation } from "../json/json-call.ts";
import { oneOf, requireText, textOf } from "../json/json-input.ts";
import { isNull } from "../json/json-input.ts";
import { AWS_POLICIES, awsPolicyOf } from "./aws-policies.ts";
import { describePolicyRow, summarizePolicy } from "./describe.ts";
import { makeId } from "./make-id.ts";
import { policyArn } from "./organization-arns.ts";
import { type OrganizationCall, organizationOperation } from "./organization-operation.ts";
import { organizationPage, PAGE_MEMBERS } from "./organization-page.ts";
import { constraintViolation, organizationRefusal } from "./organization-refusals.ts";
import type { PolicyRow, PolicyType } from "./organization-tables.ts";
import { requirePolicyContent } from "./policy-content.ts";

const POLICY = ["policy"];
const TYPE_KEY = ["organizations:PolicyType"];

const createPolicy = organizationOperation({
  name: "CreatePolicy",
  members: ["Content", "Description", "Name", "Type"],
  resourceTypes: POLICY,
  conditionKeys: TYPE_KEY,
  writes: true,
  resources: ({ organization, input }) => [
    policyArn(organization, { id: "*", type: policyType(input) }),
  ],
  context: ({ input }) => typeContext(policyType(input)),
  run(call) {
    const { lab, input, organization } = call;
    const type = policyType(input);
    const content = requireText(input, "Content");
    const name = requireText(input, "Name");
    requirePolicyContent(type, content);
    requireFreeName(call, name);
    const policy: PolicyRow = {
      id: `p-${makeId(lab.random, 8)}`,
      type,
      name,
      description: textOf(input, "Description") ?? "",
      content,
    };
    lab.organizations.policies.put([policy.id], policy);
    return describePolicyRow(organization, policy);
  },
});

const updatePolicy = organizationOperation({
  name: "UpdatePolicy",
  members: ["PolicyId", "Content", "Description", "Name"],
  resourceTypes: POLICY,
  conditionKeys: TYPE_KEY,
  writes: true,
  resources: namedPolicyArn,
  context: namedPolicyType,
  run(call) {
    const { lab, input, organization } = call;
    const policy = requireOwnPolicy(call);
    const name = textOf(input, "Name") ?? policy.name;
    if (name !== policy.name) requireFreeName(call, name);
    const content = textOf(input, "Content") ?? policy.content;
    requirePolicyContent(policy.type, content);
    const description = textOf(input, "Description") ?? policy.description;
    const changed: PolicyRow = { ...policy, name, content, description };
    lab.organizations.policies.put([policy.id], changed);
    return describePolicyRow(organization, changed);
  },
});

const deletePolicy = organizationOperation({
  name: "DeletePolicy",
  members: ["PolicyId"],
  resourceTypes: POLICY,
  conditionKeys: TYPE_KEY,
  writes: true,
  resources: namedPolicyArn,
  context: namedPolicyType,
  run(call) {
    const { policies, attachments } = call.lab.organizations;
    const { id } = requireOwnPolicy(call);
    if ([...attachments.range()].some(({ key }) => key[1] === id)) {
      throw organizationRefusal("PolicyInUseException");
    }
    policies.delete([id]);
    return undefined;
  },
});

const describePolicy = organizationOperation({
  name: "DescribePolicy",
  members: ["PolicyId"],
  resourceTypes: POLICY,
  conditionKeys: TYPE_KEY,
  resources: namedPolicyArn,
  context: namedPolicyType,
  run: (call) => describePolicyRow(call.organization, requirePolicy(call)),
});

const listPolicies = organizationOperation({
  name: "ListPolicies",
  members: ["Filter", ...PAGE_MEMBERS],
  conditionKeys: TYPE_KEY,
  context: ({ input }) => typeContext(policyType(input, "Filter")),
  run({ lab, input, organization }) {
    const type = policyType(input, "Filter");
    const own = [...lab.organizations.policies.range()].map(({ value }) => value);
    const all = [awsPolicyOf(type), ...own.filter((policy) => policy.type === type)];
    return organizationPage(
      input,
      "Policies",
      all.map((policy) => summarizePolicy(organization, policy)),
    );
  },
});

/** The operations on policies by themselves. */
export const POLICY_OPERATIONS: readonly JsonOperation[] = [
  createPolicy,
  updatePolicy,
  deletePolicy,
  describePolicy,
  listPolicies,
];

/** The policy type that a request names. */
export function policyType(input: OrganizationCall["input"], member = "Type"): PolicyType {
  const type = oneOf(input, member, ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]);
  if (type === undefined) throw isNull(member);
  return type;
}

/** `organizations:PolicyType`. */
export function typeContext(type: PolicyType): Permission["context"] {
  return { "organizations:policytype": type };
}

/** The ARN of the policy that a request names, there or not. */
export function namedPolicyArn(call: OrganizationCall): readonly string[] {
  const id = requireText(call.input, "PolicyId");
  const type = findPolicy(call, id)?.type ?? "SERVICE_CONTROL_POLICY";
  return [policyArn(call.organization, { id, type })];
}

/** The type of the policy that a request names. */
export function namedPolicyType(call: OrganizationCall): Permission["context"] {
  const policy = findPolicy(call, requireText(call.input, "PolicyId"));
  return policy === undefined ? {} : typeContext(policy.type);
}

/** The policy that a request names. */
export function requirePolicy(call: OrganizationCall): PolicyRow {
  const policy = findPolicy(call, requireText(call.input, "PolicyId"));
  if (policy !== undefined) return policy;
  throw organizationRefusal("PolicyNotFoundException");
}

/** A policy by id, AWS's own among them. */
export function findPolicy({ lab }: OrganizationCall, id: string): PolicyRow | undefined {
  return AWS_POLICIES.find((policy) => policy.id === id) ?? findRow(lab.organizations.policies, id);
}

/** Nobody changes AWS's policies. */
function requireOwnPolicy(call: OrganizationCall): PolicyRow {
  const policy = requirePolicy(call);
  if (awsPolicyOf(policy.type).id !== policy.id) return policy;
  throw constraintViolation(
    "POLICY_CONTENT_LIMIT_EXCEEDED",
    "You cannot change or delete a policy that AWS manages.",
  );
}

function requireFreeName({ lab }: OrganizationCall, name: string): void {
  const rows = [...lab.organizations.policies.range()];
  if (rows.some(({ value }) => value.name === name)) {
    throw organizationRefusal("DuplicatePolicyException");
  }
}
