import {
  type AttachedPolicy,
  awsManagedPolicy,
  type Caller,
  parsePolicy,
  uniqueIdOf,
  type World,
  type WorldRole,
  type WorldUser,
} from "../../policy/index.ts";

/** A user or a role as IAM keeps it; its policies can change while the lab runs. */
export interface Principal {
  readonly kind: "user" | "role";
  readonly account: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  /** `AIDA…` or `AROA…`. */
  readonly id: string;
  readonly createdMs: number;
  readonly trustPolicy?: AttachedPolicy;
  /** By policy name. */
  readonly inline: Map<string, AttachedPolicy>;
  /** By policy ARN. */
  readonly managed: Map<string, AttachedPolicy>;
  readonly boundary?: AttachedPolicy;
}

/** IAM's users, roles and managed policies, in all accounts. */
export interface Principals {
  find(kind: Principal["kind"], account: string, name: string): Principal | undefined;
  findByArn(arn: string): Principal | undefined;
  /** Identity policies in force for a caller. */
  policiesOf(caller: Caller): readonly AttachedPolicy[];
  /** The permissions boundary of a caller's user or role. */
  boundaryOf(caller: Caller): AttachedPolicy | undefined;
  /** A managed policy by ARN, AWS's or one of an account's own. */
  managedPolicy(arn: string): { readonly name: string; readonly text: string } | undefined;
}

/** Sets up the users and roles of a world. */
export function createPrincipals(world: World, createdMs: number): Principals {
  const managedPolicy = (arn: string): { name: string; text: string } | undefined => {
    const match = /^arn:aws:iam::(\d{12}):policy\/(.+)$/.exec(arn);
    if (match === null) return awsManagedPolicy(arn);
    const name = match[2] ?? "";
    const policies = world.accounts[match[1] ?? ""]?.policies ?? {};
    // A client chooses the name: `constructor` is no policy of anybody's.
    const text = Object.hasOwn(policies, name) ? policies[name] : undefined;
    return text === undefined ? undefined : { name, text };
  };
  const principals = Object.entries(world.accounts).flatMap(([account, { users, roles }]) => {
    const make = (
      kind: Principal["kind"],
      name: string,
      written: WorldUser | WorldRole,
    ): Principal => createPrincipal({ kind, account, name, createdMs, managedPolicy }, written);
    return [
      ...Object.entries(users).map(([name, user]) => make("user", name, user)),
      ...Object.entries(roles).map(([name, role]) => make("role", name, role)),
    ];
  });
  const byArn = new Map(principals.map((principal) => [principal.arn, principal]));
  const byName = new Map(
    principals.map((principal) => [
      nameKey(principal.kind, principal.account, principal.name),
      principal,
    ]),
  );
  const principalOf = (caller: Caller): Principal | undefined => byArn.get(arnOf(caller));
  return {
    find: (kind, account, name) => byName.get(nameKey(kind, account, name)),
    findByArn: (arn) => byArn.get(arn),
    managedPolicy,
    policiesOf(caller) {
      const principal = principalOf(caller);
      return principal ? [...principal.managed.values(), ...principal.inline.values()] : [];
    },
    boundaryOf: (caller) => principalOf(caller)?.boundary,
  };
}

/** The user or role whose policies a caller has; nobody has a root user's ARN. */
function arnOf(caller: Caller): string {
  switch (caller.kind) {
    case "user":
    case "root":
      return caller.arn;
    case "roleSession":
      return caller.roleArn;
    case "federatedUser":
      return caller.issuerArn;
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return "";
  }
}

/** IAM names are unique in an account whatever their case. */
function nameKey(kind: string, account: string, name: string): string {
  return `${account} ${kind} ${name.toLowerCase()}`;
}

interface Creation {
  readonly kind: Principal["kind"];
  readonly account: string;
  readonly name: string;
  readonly createdMs: number;
  readonly managedPolicy: Principals["managedPolicy"];
}

function createPrincipal(
  { kind, account, name, createdMs, managedPolicy }: Creation,
  written: WorldUser | WorldRole,
): Principal {
  const arn = `arn:aws:iam::${account}:${kind}${written.path}${name}`;
  const managedOf = (reference: string): AttachedPolicy => {
    const policyArn =
      awsManagedPolicy(reference)?.arn ??
      (reference.startsWith("arn:") ? reference : `arn:aws:iam::${account}:policy/${reference}`);
    const found = managedPolicy(policyArn);
    if (found === undefined)
      throw new Error(`no policy \`${reference}\` in account \`${account}\``);
    return attach(found, arn, policyArn);
  };
  const managed = written.managedPolicies.map(managedOf);
  const inline = Object.entries(written.inlinePolicies).map(([policy, text]) =>
    attach({ name: policy, text }, arn),
  );
  const trust = "trustPolicy" in written ? written.trustPolicy : undefined;
  return {
    kind,
    account,
    name,
    path: written.path,
    arn,
    id: uniqueIdOf(arn),
    createdMs,
    ...(trust !== undefined && { trustPolicy: attachTrust(trust, arn) }),
    inline: new Map(inline.map((policy) => [policy.name, policy])),
    managed: new Map(managed.map((policy) => [policy.arn ?? policy.name, policy])),
    ...(written.boundary !== undefined && { boundary: managedOf(written.boundary) }),
  };
}

/** An identity policy put on a principal; the world's reader has refused those that do not parse. */
export function attach(
  policy: { readonly name: string; readonly text: string },
  attachedTo: string,
  arn?: string,
): AttachedPolicy {
  const parsed = parsePolicy(policy.text, "identity");
  if (!parsed.ok) {
    throw new Error(
      `policy \`${policy.name}\` of \`${attachedTo}\`: ${parsed.problems[0].message}`,
    );
  }
  return {
    document: parsed.value,
    name: policy.name,
    attachedTo,
    ...(arn !== undefined && { arn }),
  };
}

function attachTrust(text: string, attachedTo: string): AttachedPolicy {
  const parsed = parsePolicy(text, "trust");
  if (!parsed.ok)
    throw new Error(`trust policy of \`${attachedTo}\`: ${parsed.problems[0].message}`);
  return { document: parsed.value, name: "trust policy", attachedTo };
}
