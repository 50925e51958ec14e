import { awsManagedPolicy, parsePolicy } from "../../policy/index.ts";
import type { JsonOperation } from "../json/json-call.ts";
import { type JsonObject, objectOf, requireText, textOf } from "../json/json-input.ts";
import { isNull } from "../json/json-input.ts";
import { validationException } from "../json/json-refusal.ts";
import type { PolicyReference } from "./identity-center-tables.ts";
import { putSet } from "./permission-sets.ts";
import {
  conflict,
  notFound,
  requireSet,
  type SsoOperation,
  ssoOperation,
} from "./sso-operation.ts";
import { PAGE_MEMBERS, ssoPage } from "./sso-page.ts";

function setOperation(
  operation: Omit<SsoOperation, "resourceTypes">,
): ReturnType<typeof ssoOperation> {
  return ssoOperation({
    ...operation,
    members: ["PermissionSetArn", ...(operation.members ?? [])],
    resourceTypes: ["PermissionSet"],
  });
}

const CUSTOMER = "CustomerManagedPolicyReference";

const attachManagedPolicy = setOperation({
  name: "AttachManagedPolicyToPermissionSet",
  members: ["ManagedPolicyArn"],
  writes: true,
  run(call) {
    const set = requireSet(call);
    const policy = readAwsPolicy(requireText(call.input, "ManagedPolicyArn"));
    if (set.policies.some((each) => isSame(each, policy))) {
      throw conflict("The managed policy is already attached to the permission set.");
    }
    putSet(call, { ...set, policies: [...set.policies, policy] });
    return {};
  },
});

const detachManagedPolicy = setOperation({
  name: "DetachManagedPolicyFromPermissionSet",
  members: ["ManagedPolicyArn"],
  writes: true,
  run(call) {
    const set = requireSet(call);
    const policy: PolicyReference = {
      kind: "aws",
      arn: requireText(call.input, "ManagedPolicyArn"),
    };
    const policies = set.policies.filter((each) => !isSame(each, policy));
    if (policies.length === set.policies.length) throw notFound("ManagedPolicy");
    putSet(call, { ...set, policies });
    return {};
  },
});

const listManagedPolicies = setOperation({
  name: "ListManagedPoliciesInPermissionSet",
  members: PAGE_MEMBERS,
  run(call) {
    const all = requireSet(call).policies.flatMap((policy) =>
      policy.kind === "aws" ? [{ Name: awsManagedPolicy(policy.arn)?.name, Arn: policy.arn }] : [],
    );
    return ssoPage(call.input, "AttachedManagedPolicies", all);
  },
});

const attachCustomerPolicy = setOperation({
  name: "AttachCustomerManagedPolicyReferenceToPermissionSet",
  members: [CUSTOMER],
  writes: true,
  run(call) {
    const set = requireSet(call);
    const policy = requireCustomerPolicy(call.input);
    if (set.policies.some((each) => isSame(each, policy))) {
      throw conflict("The customer managed policy is already attached to the permission set.");
    }
    putSet(call, { ...set, policies: [...set.policies, policy] });
    return {};
  },
});

const detachCustomerPolicy = setOperation({
  name: "DetachCustomerManagedPolicyReferenceFromPermissionSet",
  members: [CUSTOMER],
  writes: true,
  run(call) {
    const set = requireSet(call);
    const policy = requireCustomerPolicy(call.input);
    const policies = set.policies.filter((each) => !isSame(each, policy));
    if (policies.length === set.policies.length) throw notFound("CustomerManagedPolicyReference");
    putSet(call, { ...set, policies });
    return {};
  },
});

const listCustomerPolicies = setOperation({
  name: "ListCustomerManagedPolicyReferencesInPermissionSet",
  members: PAGE_MEMBERS,
  run(call) {
    const all = requireSet(call).policies.flatMap((policy) =>
      policy.kind === "customer" ? [{ Name: policy.name, Path: policy.path }] : [],
    );
    return ssoPage(call.input, "CustomerManagedPolicyReferences", all);
  },
});

const putInlinePolicy = setOperation({
  name: "PutInlinePolicyToPermissionSet",
  members: ["InlinePolicy"],
  writes: true,
  run(call) {
    const set = requireSet(call);
    const inline = requireText(call.input, "InlinePolicy");
    const parsed = parsePolicy(inline, "identity");
    if (!parsed.ok) throw validationException("The inline policy is not a valid policy document.");
    putSet(call, { ...set, inline });
    return {};
  },
});

const getInlinePolicy = setOperation({
  name: "GetInlinePolicyForPermissionSet",
  run: (call) => ({ InlinePolicy: requireSet(call).inline ?? "" }),
});

const deleteInlinePolicy = setOperation({
  name: "DeleteInlinePolicyFromPermissionSet",
  writes: true,
  run(call) {
    const { inline, ...set } = requireSet(call);
    if (inline === undefined) throw notFound("InlinePolicy");
    putSet(call, set);
    return {};
  },
});

const putBoundary = setOperation({
  name: "PutPermissionsBoundaryToPermissionSet",
  members: ["PermissionsBoundary"],
  writes: true,
  run(call) {
    const set = requireSet(call);
    const written = objectOf(call.input, "PermissionsBoundary");
    if (written === undefined) throw isNull("PermissionsBoundary");
    const arn = textOf(written, "ManagedPolicyArn");
    const boundary = arn === undefined ? requireCustomerPolicy(written) : readAwsPolicy(arn);
    putSet(call, { ...set, boundary });
    return {};
  },
});

const getBoundary = setOperation({
  name: "GetPermissionsBoundaryForPermissionSet",
  run(call) {
    const { boundary } = requireSet(call);
    if (boundary === undefined) throw notFound("PermissionsBoundary");
    return {
      PermissionsBoundary:
        boundary.kind === "aws"
          ? { ManagedPolicyArn: boundary.arn }
          : { [CUSTOMER]: { Name: boundary.name, Path: boundary.path } },
    };
  },
});

const deleteBoundary = setOperation({
  name: "DeletePermissionsBoundaryFromPermissionSet",
  writes: true,
  run(call) {
    const { boundary, ...set } = requireSet(call);
    if (boundary === undefined) throw notFound("PermissionsBoundary");
    putSet(call, set);
    return {};
  },
});

/** The operations on policies of permission sets. */
export const PERMISSION_SET_POLICY_OPERATIONS: readonly JsonOperation[] = [
  attachManagedPolicy,
  detachManagedPolicy,
  listManagedPolicies,
  attachCustomerPolicy,
  detachCustomerPolicy,
  listCustomerPolicies,
  putInlinePolicy,
  getInlinePolicy,
  deleteInlinePolicy,
  putBoundary,
  getBoundary,
  deleteBoundary,
];

function readAwsPolicy(arn: string): PolicyReference {
  if (arn.startsWith("arn:aws:iam::aws:") && awsManagedPolicy(arn) !== undefined) {
    return { kind: "aws", arn };
  }
  throw notFound("ManagedPolicy");
}

function requireCustomerPolicy(input: JsonObject): PolicyReference {
  const written = objectOf(input, CUSTOMER);
  if (written === undefined) throw isNull(CUSTOMER);
  return {
    kind: "customer",
    name: requireText(written, "Name"),
    path: textOf(written, "Path") ?? "/",
  };
}

function isSame(one: PolicyReference, other: PolicyReference): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
