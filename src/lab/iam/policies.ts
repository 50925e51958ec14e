import { awsManagedPolicy, awsManagedPolicyNames } from "../../policy/index.ts";
import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  requireParameter,
} from "../query/query-call.ts";
import { readChoice, requireLength } from "../query/validate.ts";
import { makeUniqueId } from "../random-ids.ts";
import { type ManagedPolicyRow, nameKey } from "../state/iam-tables.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { policyUsers, type PolicyUser, userKey } from "./attachments.ts";
import { REQUEST_TAGS } from "./condition-keys.ts";
import { ENTITIES, entityArn } from "./entity.ts";
import { iamTime, tagElements } from "./entity-xml.ts";
import { awsPolicy, findPolicy, type FoundPolicy } from "./find-policy.ts";
import { alreadyExists, deleteConflict } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS, pageOf } from "./list-page.ts";
import { findOwnPolicy } from "./own-policy.ts";
import { readNewName, readPath } from "./read-names.ts";
import { requirePolicy } from "../require-policy.ts";
import { readTags } from "./read-tags.ts";
import { EVERYTHING, NEW_POLICY, POLICY } from "./subjects.ts";
import { taggingOf } from "./tagging-access.ts";

const MAX_NAME = 128;

const createPolicy = writing({
  name: "CreatePolicy",
  on: NEW_POLICY,
  parameters: ["PolicyDocument", "Description", "Tags"],
  keys: [REQUEST_TAGS],
  also: [taggingOf("policy")],
  run(call) {
    const account = accountOf(call);
    const name = readNewName(call, "PolicyName", MAX_NAME);
    const text = requireParameter(call, "PolicyDocument");
    requirePolicy(text, { kind: "managed" });
    const description = call.form.get("Description");
    if (description !== undefined) requireLength(description, "description", { min: 0, max: 1000 });
    if (call.lab.iam.policies.get(nameKey(account, name)) !== undefined) {
      throw alreadyExists(
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
      );
    }
    const tags = readTags(call);
    const createdMs = call.lab.now();
    const row: ManagedPolicyRow = {
      name,
      path: readPath(call),
      id: makeUniqueId(call.lab.random, "ANPA"),
      createdMs,
      versions: [{ id: "v1", text, createdMs }],
      defaultVersion: "v1",
      ...(description !== undefined && { description }),
      ...(tags.length > 0 && { tags }),
    };
    call.lab.iam.policies.put(nameKey(account, name), row);
    const policy = { ...row, arn: entityArn(account, "policy", row) };
    return wrap("Policy", wholePolicy(policy, []));
  },
});

/** A managed policy in a list. */
export function policyElements(policy: FoundPolicy, users: readonly PolicyUser[]): string {
  const updatedMs = Math.max(...policy.versions.map(({ createdMs }) => createdMs));
  const attached = users.filter(({ usage }) => usage === "PermissionsPolicy").length;
  return (
    element("PolicyName", policy.name) +
    element("PolicyId", policy.id) +
    element("Arn", policy.arn) +
    element("Path", policy.path) +
    element("DefaultVersionId", policy.defaultVersion) +
    element("AttachmentCount", attached) +
    element("PermissionsBoundaryUsageCount", users.length - attached) +
    element("IsAttachable", true) +
    element("CreateDate", iamTime(policy.createdMs)) +
    element("UpdateDate", iamTime(updatedMs))
  );
}

function wholePolicy(policy: FoundPolicy, users: readonly PolicyUser[]): string {
  return (
    policyElements(policy, users) +
    element("Description", policy.description) +
    tagElements(policy.tags)
  );
}

const getPolicy = reading({
  name: "GetPolicy",
  on: POLICY,
  run(call) {
    const policy = findPolicy(call, requireParameter(call, "PolicyArn"));
    return wrap("Policy", wholePolicy(policy, policyUsers(call).get(policy.arn) ?? []));
  },
});

const listPolicies = reading({
  name: "ListPolicies",
  on: {
    ...EVERYTHING,
    locate: (call) => ({
      arn: `arn:aws:iam::${accountOf(call)}:policy/`,
      text: `policy path ${call.form.get("PathPrefix") ?? "/"}`,
    }),
  },
  parameters: ["Scope", "OnlyAttached", "PathPrefix", "PolicyUsageFilter", ...PAGE_PARAMETERS],
  run(call) {
    const users = policyUsers(call);
    const usage = readChoice(call.form.get("PolicyUsageFilter"), "policyUsageFilter", [
      "PermissionsPolicy",
      "PermissionsBoundary",
    ]);
    const prefix = call.form.get("PathPrefix") ?? "/";
    const isWanted = ({ arn, path }: FoundPolicy): boolean => {
      const all = users.get(arn) ?? [];
      const using = usage === undefined ? all : all.filter((user) => user.usage === usage);
      const mustBeUsed = call.form.get("OnlyAttached") === "true" || usage !== undefined;
      return path.startsWith(prefix) && (using.length > 0 || !mustBeUsed);
    };
    const items = policiesIn(call)
      .filter(isWanted)
      .map((policy) => ({
        key: policy.arn,
        xml: wrap("member", policyElements(policy, users.get(policy.arn) ?? [])),
      }));
    return listResult(call, "Policies", items);
  },
});

function policiesIn(call: QueryCall): readonly FoundPolicy[] {
  const scope = readChoice(call.form.get("Scope"), "scope", ["All", "AWS", "Local"]) ?? "All";
  return [
    ...(scope === "AWS" ? [] : ownPolicies(call)),
    ...(scope === "Local" ? [] : awsPolicies(call)),
  ];
}

/** The managed policies of the caller's account. */
export function ownPolicies(call: QueryCall): readonly FoundPolicy[] {
  const account = accountOf(call);
  const rows = call.lab.iam.policies.range({ within: [account] });
  return Array.from(rows, ({ value }) => ({ ...value, arn: entityArn(account, "policy", value) }));
}

function awsPolicies(call: QueryCall): readonly FoundPolicy[] {
  return awsManagedPolicyNames
    .flatMap((name) => awsManagedPolicy(name) ?? [])
    .map(({ name, text }) => awsPolicy(name, text, call.lab.startedMs));
}

const deletePolicy = writing({
  name: "DeletePolicy",
  on: POLICY,
  run(call) {
    const policy = findOwnPolicy(call);
    if ((policyUsers(call).get(policy.arn) ?? []).length > 0) {
      throw deleteConflict("Cannot delete a policy attached to entities.");
    }
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    call.lab.iam.policies.delete(nameKey(accountOf(call), policy.name));
    return undefined;
  },
});

const listEntitiesForPolicy = reading({
  name: "ListEntitiesForPolicy",
  on: POLICY,
  parameters: ["EntityFilter", "PathPrefix", "PolicyUsageFilter", ...PAGE_PARAMETERS],
  run(call) {
    const { arn } = findPolicy(call, requireParameter(call, "PolicyArn"));
    const usage = call.form.get("PolicyUsageFilter");
    const filter = call.form.get("EntityFilter");
    const prefix = call.form.get("PathPrefix") ?? "/";
    const users = (policyUsers(call).get(arn) ?? [])
      .filter((user) => usage === undefined || user.usage === usage)
      .filter(({ kind }) => filter === undefined || filter === ENTITIES[kind].noun)
      .filter(({ path }) => path.startsWith(prefix))
      .map((user) => ({ ...user, key: userKey(user) }));
    const { items, ending } = pageOf(call, users);
    return (
      (["group", "user", "role"] as const).map((kind) => usersOf(items, kind)).join("") + ending
    );
  },
});

function usersOf(users: readonly PolicyUser[], kind: PolicyUser["kind"]): string {
  const { noun } = ENTITIES[kind];
  const found = users.filter((user) => user.kind === kind);
  return wrap(
    `Policy${noun}s`,
    found
      .map(({ name, id }) =>
        wrap("member", element(`${noun}Name`, name) + element(`${noun}Id`, id)),
      )
      .join(""),
  );
}

/** Managed policies, but for their versions. */
export const POLICY_OPERATIONS: readonly QueryOperation[] = [
  createPolicy,
  getPolicy,
  listPolicies,
  deletePolicy,
  listEntitiesForPolicy,
];
