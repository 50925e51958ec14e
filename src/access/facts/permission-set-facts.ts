import { formatArn, parseArn } from "../../aws/index.ts";
import { accountCaller, type AttachedPolicy } from "../../policy/index.ts";
import type { AccountReader, ReadPermissionSet, ReadPolicy } from "../ports.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { askedOf, cameTo } from "./asked-of.ts";
import { attemptAside } from "./attempt.ts";
import type { ShownCaller } from "./caller-of-identity.ts";
import { type Fact, known, unknown } from "./facts.ts";
import { firstKnown } from "./first-known.ts";
import { liveAndTold } from "./live-and-told.ts";

/** What a role of Identity Center is made of. */
export interface PermissionSetFacts {
  readonly roleArn: Fact<string>;
  readonly identityPolicies: Fact<readonly AttachedPolicy[]>;
  readonly boundary: Fact<AttachedPolicy | undefined>;
}

/** Who can tell of a permission set, and of the policies of the role's account. */
export interface PermissionSetWitnesses {
  /** Identities of the account that Identity Center is kept in, or of its delegate. */
  readonly center: readonly AccountReader[];
  readonly insiders: readonly AccountReader[];
}

/**
 * What a role of Identity Center may, by its permission set: for roles that may not read themselves. A set that
 * was changed and not provisioned again says something else than its role.
 */
export async function permissionSetFacts(
  shown: ShownCaller,
  witnesses: PermissionSetWitnesses,
): Promise<PermissionSetFacts | undefined> {
  if (shown.kind !== "roleSession" || shown.caller.kind !== "roleSession") return undefined;
  const { roleName } = shown;
  // Identity Center User Guide, Referencing permission sets: AWSReservedSSO_name_suffix.
  const name = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(roleName)?.[1];
  if (name === undefined || witnesses.center.length === 0) return undefined;
  const { account } = shown.caller;
  const read = await firstKnown(witnesses.center, async (reader) => {
    const from = askedOf(
      { en: `permission set ${name}`, ja: `アクセス許可セット ${name}` },
      reader,
    );
    const set = await attemptAside(from, () => reader.permissionSet(name, account));
    if (!set.known) return set;
    return set.value === undefined
      ? unknown<ReadPermissionSet>(cameTo(from, { en: "there is none", ja: "ありません" }))
      : known(set.value, from.en);
  });
  if (!read.known) return { roleArn: read, identityPolicies: read, boundary: read };
  const { value: set, from } = read;
  const role = { shown, witnesses, from };
  const roleArn = reservedRoleArn(shown.caller.arn, roleName, set.region);
  return {
    roleArn: known(roleArn, from),
    identityPolicies: await policiesOf(set, role),
    boundary:
      set.boundary === undefined ? known(undefined, from) : await managed(set.boundary, role),
  };
}

interface SetRole {
  readonly shown: ShownCaller;
  readonly witnesses: PermissionSetWitnesses;
  readonly from: string;
}

async function policiesOf(
  { managedPolicies, customerPolicies, inlinePolicy }: ReadPermissionSet,
  role: SetRole,
): Promise<Fact<readonly AttachedPolicy[]>> {
  // Identity Center writes a permission set's inline policy under this name.
  const inline =
    inlinePolicy === undefined ? [] : [{ name: "AwsSSOInlinePolicy", text: inlinePolicy }];
  const policies = [
    ...(await Promise.all(
      [...managedPolicies, ...customerPolicies].map((reference) => managed(reference, role)),
    )),
    ...inline.map((policy) => placed(policy, role)),
  ];
  // One policy that we cannot read hides a possible Deny.
  const refused = policies.find((policy) => !policy.known);
  if (refused?.known === false) return refused;
  return known(
    policies.flatMap((policy) => (policy.known ? [policy.value] : [])),
    role.from,
  );
}

/** AWS's own policies anybody can read; of the rest, each account has one by that name. */
function managed(reference: string, role: SetRole): Promise<Fact<AttachedPolicy>> {
  const { center, insiders } = role.witnesses;
  const isOfAws = parseArn(reference) !== undefined;
  const account = accountCaller(role.shown.caller)?.account ?? "";
  const arn = isOfAws ? reference : `arn:aws:iam::${account}:policy${reference}`;
  // Who may not read the role itself will hardly read its policies: the others go first, files last.
  const { live, told } = liveAndTold([...center, ...insiders]);
  return firstKnown(isOfAws ? [...live, ...told] : insiders, async (reader) => {
    const from = askedOf({ en: `GetPolicy of ${arn}`, ja: `${arn} の GetPolicy` }, reader);
    const policy = await attemptAside(from, () => reader.managedPolicy(arn));
    return policy.known ? placed(policy.value, role) : policy;
  });
}

function placed(policy: ReadPolicy, { shown, from }: SetRole): Fact<AttachedPolicy> {
  const attachedTo = accountCaller(shown.caller)?.arn ?? "";
  return attachedPolicy({ ...policy, attachedTo, kind: "identity" }, from);
}

/** Of an Identity Center in us-east-1 the path has no region (same page). */
function reservedRoleArn(sessionArn: string, roleName: string, region: string): string {
  const { partition = "aws", account = "" } = parseArn(sessionArn) ?? {};
  const home = region === "us-east-1" ? "" : `${region}/`;
  const resource = `role/aws-reserved/sso.amazonaws.com/${home}${roleName}`;
  return formatArn({ partition, service: "iam", region: "", account, resource });
}
