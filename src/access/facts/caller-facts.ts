import type { Sentence } from "../../aws/index.ts";
import { accountCaller, type AttachedPolicy, type Caller } from "../../policy/index.ts";
import type { AccountReader, ReadPolicy } from "../ports.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { askedOf } from "./asked-of.ts";
import { attempt } from "./attempt.ts";
import type { ShownCaller } from "./caller-of-identity.ts";
import { type BucketFacts, type Fact, type Facts, known, unknown } from "./facts.ts";
import { firstKnown } from "./first-known.ts";
import { principalNamedIn } from "./principal-named-in.ts";

/** What a bucket policy must name; of a role, STS does not tell the path. */
export async function principalArnOf(
  shown: ShownCaller,
  readers: readonly AccountReader[],
  buckets: Promise<ReadonlyMap<string, Pick<BucketFacts, "policy">>>,
): Promise<Fact<string>> {
  switch (shown.kind) {
    case "root":
    case "user":
    case "federatedUser":
      return known(shownArn(shown.caller), "GetCallerIdentity");
    case "roleSession": {
      const role = await firstKnown(readers, (reader) =>
        attempt(askedOf("GetRole", reader), () => reader.role(shown.roleName)),
      );
      if (role.known) return known(role.value.arn, role.from);
      return principalNamedIn(await buckets, shown.caller, shown.roleName) ?? unknown(role.why);
    }
  }
}

/** The identity policies in force for the caller. */
export async function identityPoliciesOf(
  shown: ShownCaller,
  reader: AccountReader,
): Promise<Fact<readonly AttachedPolicy[]>> {
  switch (shown.kind) {
    case "root":
      return known([], "root user");
    case "federatedUser":
      return unknown({
        en: "policies of a federated user session cannot be read",
        ja: "フェデレーションユーザーのセッションのポリシーは読めません",
      });
    case "user":
      return identityPolicies(
        askedOf(
          {
            en: `policies of user ${shown.userName}`,
            ja: `ユーザー ${shown.userName} のポリシー`,
          },
          reader,
        ),
        shown,
        () => reader.userPolicies(shown.userName),
      );
    case "roleSession":
      return identityPolicies(
        askedOf(
          { en: `policies of role ${shown.roleName}`, ja: `ロール ${shown.roleName} のポリシー` },
          reader,
        ),
        shown,
        () => reader.rolePolicies(shown.roleName),
      );
  }
}

async function identityPolicies(
  from: Sentence,
  shown: ShownCaller,
  read: () => Promise<readonly ReadPolicy[]>,
): Promise<Fact<readonly AttachedPolicy[]>> {
  const policies = await attempt(from, read);
  if (!policies.known) return policies;
  const value: AttachedPolicy[] = [];
  const own = shownArn(shown.caller);
  for (const { group, ...policy } of policies.value) {
    const attachedTo = group === undefined ? own : groupArn(own, group);
    const fact = attachedPolicy({ ...policy, attachedTo, kind: "identity" }, from.en);
    // One policy that we cannot read hides a possible Deny: then the whole layer is unknown.
    if (!fact.known) return fact;
    value.push(fact.value);
  }
  return known(value, from.en);
}

/** Of a group of a user's account. */
function groupArn(userArn: string, group: string): string {
  return `${userArn.slice(0, userArn.lastIndexOf(":"))}:group/${group}`;
}

function shownArn(caller: Caller): string {
  return accountCaller(caller)?.arn ?? "anonymous";
}

/** Puts the role's path, once it is known, into every place that names the role. */
export function callerFacts(
  caller: Caller,
  principalArn: Fact<string>,
  identityPolicies: Fact<readonly AttachedPolicy[]>,
): Pick<Facts, "caller" | "principalArn" | "identityPolicies"> {
  if (caller.kind !== "roleSession") return { caller, principalArn, identityPolicies };
  const roleArn = principalArn.known ? principalArn.value : caller.roleArn;
  return {
    caller: { ...caller, roleArn },
    principalArn,
    identityPolicies: identityPolicies.known
      ? {
          ...identityPolicies,
          value: identityPolicies.value.map((policy) => ({ ...policy, attachedTo: roleArn })),
        }
      : identityPolicies,
  };
}
