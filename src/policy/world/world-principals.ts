import type { Credentials } from "../../aws/index.ts";
import { parsePolicy } from "../parse-policy.ts";
import type { AttachedPolicy } from "../policy-document.ts";
import type { Caller } from "../request.ts";
import { awsManagedPolicy } from "./managed-policies.ts";
import { customerPolicyArn, customerPolicyName } from "./policy-arn.ts";
import { uniqueIdOf } from "./unique-id.ts";
import type {
  World,
  WorldAccount,
  WorldRole,
  WorldSession,
  WorldSignIn,
  WorldUser,
} from "./world.ts";

/** Someone in a world who can call AWS: a user, or a session of a role. */
export interface WorldPrincipalFacts {
  readonly profile: string;
  readonly account: string;
  readonly caller: Caller;
  readonly identityPolicies: readonly AttachedPolicy[];
  readonly boundary?: AttachedPolicy;
  /** Absent when the session was opened without any. */
  readonly sessionPolicies?: readonly AttachedPolicy[];
  /** The VPC endpoint that its requests to S3 come through. */
  readonly endpoint?: string;
  readonly credentials?: Credentials;
  /** Nobody can sign in as this one. */
  readonly hasNoKeys?: true;
  /** Tags of the user or role. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Everyone who can call AWS in a world, with the identity policies in force for them. */
export function worldPrincipals(world: World): readonly WorldPrincipalFacts[] {
  return Object.entries(world.accounts).flatMap(([id, account]) => [
    ...rootFacts(id, account),
    ...Object.entries(account.users).map(([name, user]) => userFacts({ id, account }, name, user)),
    ...Object.entries(account.roles).flatMap(([name, role]) =>
      sessionFacts({ id, account }, name, role),
    ),
  ]);
}

interface InAccount {
  readonly id: string;
  readonly account: WorldAccount;
}

function rootFacts(account: string, { root }: WorldAccount): readonly WorldPrincipalFacts[] {
  if (root === undefined) return [];
  const arn = `arn:aws:iam::${account}:root`;
  return [
    { ...signInOf(root), account, caller: { kind: "root", account, arn }, identityPolicies: [] },
  ];
}

function userFacts(here: InAccount, name: string, user: WorldUser): WorldPrincipalFacts {
  const arn = `arn:aws:iam::${here.id}:user${user.path}${name}`;
  return {
    ...signInOf(user),
    account: here.id,
    caller: { kind: "user", account: here.id, arn, userId: user.id ?? uniqueIdOf(arn) },
    identityPolicies: [...policiesOf(here, user, arn), ...groupPolicies(here, user)],
    ...(user.tags && { tags: user.tags }),
    ...boundaryOf(here, user, arn),
  };
}

function sessionFacts(
  here: InAccount,
  name: string,
  role: WorldRole,
): readonly WorldPrincipalFacts[] {
  const roleArn = `arn:aws:iam::${here.id}:role${role.path}${name}`;
  const identityPolicies = policiesOf(here, role, roleArn);
  const boundary = boundaryOf(here, role, roleArn);
  return Object.entries(role.sessions).map(([sessionName, session]) => ({
    ...signInOf(session),
    account: here.id,
    caller: {
      kind: "roleSession",
      account: here.id,
      arn: `arn:aws:sts::${here.id}:assumed-role/${name}/${sessionName}`,
      roleArn,
      userId: `${role.id ?? uniqueIdOf(roleArn)}:${sessionName}`,
    },
    identityPolicies,
    ...(role.tags && { tags: role.tags }),
    ...boundary,
    ...sessionPoliciesOf(session, `${name}/${sessionName}`),
  }));
}

function signInOf({ profile, credentials, hasNoKeys, endpoint }: WorldSignIn): WorldSignIn {
  return {
    profile,
    ...(credentials && { credentials }),
    ...(hasNoKeys && { hasNoKeys }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

function sessionPoliciesOf(
  { policy }: WorldSession,
  attachedTo: string,
): Pick<WorldPrincipalFacts, "sessionPolicies"> {
  if (policy === undefined) return {};
  const name = "session policy";
  return { sessionPolicies: [{ document: documentOf(policy, name), name, attachedTo }] };
}

function boundaryOf(
  here: InAccount,
  { boundary }: Pick<WorldUser, "boundary">,
  attachedTo: string,
): Pick<WorldPrincipalFacts, "boundary"> {
  return boundary === undefined ? {} : { boundary: managedPolicy(here, boundary, attachedTo) };
}

function managedPolicy(
  { id, account }: InAccount,
  reference: string,
  attachedTo: string,
): AttachedPolicy {
  const { name, arn, text } = awsManagedPolicy(reference) ?? customerPolicy(id, account, reference);
  return { document: documentOf(text, arn), name, arn, attachedTo };
}

function policiesOf(
  here: InAccount,
  principal: Pick<WorldUser, "managedPolicies" | "inlinePolicies">,
  attachedTo: string,
): readonly AttachedPolicy[] {
  const managed = principal.managedPolicies.map((reference) =>
    managedPolicy(here, reference, attachedTo),
  );
  const inline = Object.entries(principal.inlinePolicies).map(([name, text]) => ({
    document: documentOf(text, name),
    name,
    attachedTo,
  }));
  return [...managed, ...inline];
}

function groupPolicies(here: InAccount, { groups = [] }: WorldUser): readonly AttachedPolicy[] {
  return groups.flatMap((name) => {
    const group = here.account.groups?.[name];
    if (group === undefined) throw new Error(`no group \`${name}\` in account \`${here.id}\``);
    return policiesOf(here, group, `arn:aws:iam::${here.id}:group${group.path}${name}`);
  });
}

function customerPolicy(
  id: string,
  account: WorldAccount,
  reference: string,
): { readonly name: string; readonly arn: string; readonly text: string } {
  const name = customerPolicyName(reference, id);
  const text = Object.hasOwn(account.policies, name) ? account.policies[name] : undefined;
  if (text === undefined) throw new Error(`no policy \`${reference}\` in account \`${id}\``);
  return { name, arn: customerPolicyArn(id, name), text };
}

/** `parseWorld` has refused every policy that does not parse. */
function documentOf(text: string, name: string): AttachedPolicy["document"] {
  const parsed = parsePolicy(text, "identity");
  if (parsed.ok) return parsed.value;
  throw new Error(`policy \`${name}\` does not parse: ${parsed.problems[0].message}`);
}
