import { accountOf, type QueryCall, type QueryOperation } from "../query/query-call.ts";
import { readList } from "../query/read-list.ts";
import type { PolicyRow, RoleRow, UserRow } from "../state/iam-tables.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { attachedElements, attachedTo, policyUsers } from "./attachments.ts";
import { ENTITIES, entitiesOf } from "./entity.ts";
import { boundaryElement, nameElements, tagElements } from "./entity-xml.ts";
import type { HolderKind } from "./entity-policies.ts";
import { type FoundPolicy, lookUpPolicy } from "./find-policy.ts";
import { reading } from "./iam-operation.ts";
import { wholeProfile } from "./instance-profiles.ts";
import { PAGE_PARAMETERS, pageOf } from "./list-page.ts";
import { ownPolicies, policyElements } from "./policies.ts";
import { wholeVersion } from "./policy-versions.ts";
import { EVERYTHING } from "./subjects.ts";
import { presentTrust } from "./trust-policy.ts";

/** One entry of the answer, and the list that it stands in. */
interface Detail {
  readonly list: string;
  readonly filter: string;
  readonly key: string;
  readonly xml: string;
}

const LISTS = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"] as const;

const getAccountAuthorizationDetails = reading({
  name: "GetAccountAuthorizationDetails",
  on: EVERYTHING,
  parameters: ["Filter", ...PAGE_PARAMETERS],
  run(call) {
    const filter = readList(call, "Filter");
    const all = [...holderDetails(call), ...policyDetails(call)].filter(
      (detail) => filter.length === 0 || filter.includes(detail.filter),
    );
    const { items, ending } = pageOf(call, all);
    const lists = LISTS.map((name) =>
      wrap(
        name,
        items
          .filter(({ list }) => list === name)
          .map(({ xml }) => wrap("member", xml))
          .join(""),
      ),
    );
    return lists.join("") + ending;
  },
});

function holderDetails(call: QueryCall): readonly Detail[] {
  const users = entitiesOf(call, "user").map((user) =>
    detailOf(call, "user", { row: user, more: userMore(user) }),
  );
  const groups = entitiesOf(call, "group").map((group) =>
    detailOf(call, "group", { row: group, more: "" }),
  );
  const roles = entitiesOf(call, "role").map((role) =>
    detailOf(call, "role", { row: role, more: roleMore(call, role) }),
  );
  return [...users, ...groups, ...roles];
}

interface Holder {
  readonly row: Pick<UserRow, "name" | "path" | "id" | "createdMs" | "inline" | "managed">;
  readonly more: string;
}

function detailOf(call: QueryCall, kind: HolderKind, { row, more }: Holder): Detail {
  const { noun } = ENTITIES[kind];
  const attached = attachedTo(call, row).map(({ name, arn }) =>
    wrap("member", attachedElements(name, arn)),
  );
  return {
    list: `${noun}DetailList`,
    filter: noun,
    key: `${kind}/${row.name}`,
    xml:
      nameElements(accountOf(call), [kind, noun], row) +
      wrap(`${noun}PolicyList`, row.inline.map(inlineMember).join("")) +
      wrap("AttachedManagedPolicies", attached.join("")) +
      more,
  };
}

function inlineMember({ name, text }: PolicyRow): string {
  return wrap(
    "member",
    element("PolicyName", name) + element("PolicyDocument", encodeURIComponent(text)),
  );
}

function userMore({ groups = [], boundary, tags }: UserRow): string {
  return (
    wrap("GroupList", groups.map((name) => element("member", name)).join("")) +
    boundaryElement(boundary) +
    tagElements(tags)
  );
}

function roleMore(call: QueryCall, role: RoleRow): string {
  const profiles = entitiesOf(call, "instance-profile").filter(({ roles }) =>
    roles.includes(role.name),
  );
  return (
    element("AssumeRolePolicyDocument", encodeURIComponent(presentTrust(call, role))) +
    wrap(
      "InstanceProfileList",
      profiles.map((profile) => wrap("member", wholeProfile(call, profile))).join(""),
    ) +
    boundaryElement(role.boundary) +
    tagElements(role.tags) +
    element("RoleLastUsed", "")
  );
}

/** The account's own managed policies, and those of AWS that it uses. */
function policyDetails(call: QueryCall): readonly Detail[] {
  const users = policyUsers(call);
  const used = [...users.keys()]
    .filter((arn) => arn.startsWith("arn:aws:iam::aws:"))
    .flatMap((arn) => lookUpPolicy(call, arn) ?? []);
  const detail = (policy: FoundPolicy, filter: string): Detail => ({
    list: "Policies",
    filter,
    key: policy.arn,
    xml:
      policyElements(policy, users.get(policy.arn) ?? []) +
      wrap(
        "PolicyVersionList",
        policy.versions.map((version) => wrap("member", wholeVersion(policy, version))).join(""),
      ),
  });
  return [
    ...ownPolicies(call).map((policy) => detail(policy, "LocalManagedPolicy")),
    ...used.map((policy) => detail(policy, "AWSManagedPolicy")),
  ];
}

/** The whole account in one answer. */
export const DETAIL_OPERATIONS: readonly QueryOperation[] = [getAccountAuthorizationDetails];
