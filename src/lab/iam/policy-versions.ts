import { type QueryCall, type QueryOperation, requireParameter } from "../query/query-call.ts";
import type { ManagedPolicyRow } from "../state/iam-tables.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { iamTime } from "./entity-xml.ts";
import { findPolicy, type FoundPolicy } from "./find-policy.ts";
import { deleteConflict, limitExceeded, notFound } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { findOwnPolicy, putPolicy } from "./own-policy.ts";
import { requirePolicy } from "../require-policy.ts";
import { POLICY } from "./subjects.ts";

// IAM and AWS STS quotas: versions of a managed policy that can be kept.
const MAX_VERSIONS = 5;

type Version = ManagedPolicyRow["versions"][number];

const createPolicyVersion = writing({
  name: "CreatePolicyVersion",
  on: POLICY,
  parameters: ["PolicyDocument", "SetAsDefault"],
  run(call) {
    const policy = findOwnPolicy(call);
    const text = requireParameter(call, "PolicyDocument");
    requirePolicy(text, { kind: "managed" });
    if (policy.versions.length >= MAX_VERSIONS) {
      throw limitExceeded(
        `A managed policy can have up to ${MAX_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const version = { id: nextVersion(policy), text, createdMs: call.lab.now() };
    const isDefault = call.form.get("SetAsDefault") === "true";
    const changed = {
      ...policy,
      versions: [...policy.versions, version],
      lastVersion: Number(version.id.slice(1)),
      ...(isDefault && { defaultVersion: version.id }),
    };
    putPolicy(call, changed);
    return wrap("PolicyVersion", versionElements(changed, version));
  },
});

/** Numbers are never used again (IAM User Guide, Versioning IAM policies). */
function nextVersion({ versions, lastVersion = 0 }: FoundPolicy): string {
  const numbers = versions.map(({ id }) => Number(id.slice(1)));
  return `v${Math.max(lastVersion, ...numbers) + 1}`;
}

/** A version without its text. */
function versionElements({ defaultVersion }: ManagedPolicyRow, version: Version): string {
  return (
    element("VersionId", version.id) +
    element("IsDefaultVersion", version.id === defaultVersion) +
    element("CreateDate", iamTime(version.createdMs))
  );
}

/** A version with its text. */
export function wholeVersion(policy: ManagedPolicyRow, version: Version): string {
  return element("Document", encodeURIComponent(version.text)) + versionElements(policy, version);
}

const getPolicyVersion = reading({
  name: "GetPolicyVersion",
  on: POLICY,
  parameters: ["VersionId"],
  run(call) {
    const policy = findPolicy(call, requireParameter(call, "PolicyArn"));
    return wrap("PolicyVersion", wholeVersion(policy, findVersion(call, policy)));
  },
});

function findVersion(call: QueryCall, { arn, versions }: FoundPolicy): Version {
  const wanted = requireParameter(call, "VersionId");
  const version = versions.find(({ id }) => id === wanted);
  if (version !== undefined) return version;
  throw notFound(`Policy ${arn} version ${wanted} does not exist or is not attachable.`);
}

const listPolicyVersions = reading({
  name: "ListPolicyVersions",
  on: POLICY,
  parameters: PAGE_PARAMETERS,
  run(call) {
    const policy = findPolicy(call, requireParameter(call, "PolicyArn"));
    const items = [...policy.versions].reverse().map((version) => ({
      key: version.id,
      xml: wrap("member", versionElements(policy, version)),
    }));
    return listResult(call, "Versions", items);
  },
});

const setDefaultPolicyVersion = writing({
  name: "SetDefaultPolicyVersion",
  on: POLICY,
  parameters: ["VersionId"],
  run(call) {
    const policy = findOwnPolicy(call);
    putPolicy(call, { ...policy, defaultVersion: findVersion(call, policy).id });
    return undefined;
  },
});

const deletePolicyVersion = writing({
  name: "DeletePolicyVersion",
  on: POLICY,
  parameters: ["VersionId"],
  run(call) {
    const policy = findOwnPolicy(call);
    const gone = findVersion(call, policy);
    if (gone.id === policy.defaultVersion) {
      throw deleteConflict("Cannot delete the default version of a policy.");
    }
    const versions = policy.versions.filter(({ id }) => id !== gone.id);
    const lastVersion = Math.max(policy.lastVersion ?? 0, Number(gone.id.slice(1)));
    putPolicy(call, { ...policy, versions, lastVersion });
    return undefined;
  },
});

/** The versions of managed policies. */
export const VERSION_OPERATIONS: readonly QueryOperation[] = [
  createPolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
  deletePolicyVersion,
];
