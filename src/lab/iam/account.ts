import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  requireParameter,
  validationError,
} from "../query/query-call.ts";
import { requireLength } from "../query/validate.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { policyUsers } from "./attachments.ts";
import { entitiesOf } from "./entity.ts";
import { alreadyExists, notFound } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { listResult, PAGE_PARAMETERS } from "./list-page.ts";
import { ownPolicies } from "./policies.ts";
import { EVERYTHING } from "./subjects.ts";

const createAccountAlias = writing({
  name: "CreateAccountAlias",
  on: EVERYTHING,
  parameters: ["AccountAlias"],
  run(call) {
    const alias = requireParameter(call, "AccountAlias");
    requireLength(alias, "accountAlias", { min: 3, max: 63 });
    // IAM API Reference, CreateAccountAlias.
    if (!/^[a-z0-9]([a-z0-9]|-(?!-))*[a-z0-9]$/.test(alias)) {
      throw validationError(
        `The specified value for accountAlias is invalid. It must contain only digits, lowercase letters, and hyphens (-), but cannot begin or end with a hyphen.`,
      );
    }
    const taken = [...call.lab.iam.accounts.range()].find(({ value }) => value.alias === alias);
    if (taken !== undefined && taken.key[0] !== accountOf(call)) {
      throw alreadyExists(`The account alias ${alias} already exists.`);
    }
    putAlias(call, alias);
    return undefined;
  },
});

function aliasOf(call: QueryCall): string | undefined {
  return call.lab.iam.accounts.get([accountOf(call)])?.alias;
}

function putAlias(call: QueryCall, alias: string | undefined): void {
  const { alias: before, ...row } = call.lab.iam.accounts.get([accountOf(call)]) ?? {};
  if (before === alias) return;
  const changed = { ...row, ...(alias !== undefined && { alias }) };
  call.lab.iam.accounts.put([accountOf(call)], changed);
}

const deleteAccountAlias = writing({
  name: "DeleteAccountAlias",
  on: EVERYTHING,
  parameters: ["AccountAlias"],
  run(call) {
    const alias = requireParameter(call, "AccountAlias");
    if (aliasOf(call) !== alias) throw notFound(`The account alias ${alias} cannot be found.`);
    putAlias(call, undefined);
    return undefined;
  },
});

const listAccountAliases = reading({
  name: "ListAccountAliases",
  on: EVERYTHING,
  parameters: PAGE_PARAMETERS,
  run(call) {
    const alias = aliasOf(call);
    const items = alias === undefined ? [] : [{ key: alias, xml: element("member", alias) }];
    return listResult(call, "AccountAliases", items);
  },
});

// IAM and AWS STS quotas, as `GetAccountSummary` shows them.
const QUOTAS: Readonly<Record<string, number>> = {
  UsersQuota: 5000,
  GroupsQuota: 300,
  RolesQuota: 1000,
  PoliciesQuota: 1500,
  InstanceProfilesQuota: 1000,
  GroupsPerUserQuota: 10,
  AccessKeysPerUserQuota: 2,
  AttachedPoliciesPerUserQuota: 10,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  UserPolicySizeQuota: 2048,
  GroupPolicySizeQuota: 5120,
  RolePolicySizeQuota: 10_240,
  PolicySizeQuota: 6144,
  AssumeRolePolicySizeQuota: 2048,
  VersionsPerPolicyQuota: 5,
  PolicyVersionsInUseQuota: 10_000,
};

const getAccountSummary = reading({
  name: "GetAccountSummary",
  on: EVERYTHING,
  run(call) {
    const policies = ownPolicies(call);
    const rootKeys = Array.from(call.lab.iam.keys.range(), ({ value }) => value.caller).filter(
      (caller) => caller.kind === "root" && caller.account === accountOf(call),
    );
    const counts = {
      Users: entitiesOf(call, "user").length,
      Groups: entitiesOf(call, "group").length,
      Roles: entitiesOf(call, "role").length,
      InstanceProfiles: entitiesOf(call, "instance-profile").length,
      Policies: policies.length,
      PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
      Providers: [...call.lab.iam.providers.range({ within: [accountOf(call)] })].length,
      AttachedPolicies: policyUsers(call).size,
      AccountAccessKeysPresent: rootKeys.length > 0 ? 1 : 0,
      AccountMFAEnabled: 0,
      MFADevices: 0,
      MFADevicesInUse: 0,
      ServerCertificates: 0,
      ...QUOTAS,
    };
    const entries = Object.entries(counts).map(([name, count]) =>
      wrap("entry", element("key", name) + element("value", count)),
    );
    return wrap("SummaryMap", entries.join(""));
  },
});

/** The account as a whole. */
export const ACCOUNT_OPERATIONS: readonly QueryOperation[] = [
  createAccountAlias,
  deleteAccountAlias,
  listAccountAliases,
  getAccountSummary,
];
