import {
  type AttachedPolicy,
  awsManagedPolicy,
  type Caller,
  type PolicyDocument,
} from "../../policy/index.ts";
import { parseArn } from "../../aws/index.ts";
import {
  type IamTables,
  nameKey,
  type PolicyRow,
  type RoleRow,
  type UserRow,
} from "./iam-tables.ts";
import type { Pairs } from "./stored-object.ts";
import { presentText } from "./named-principals.ts";
import type { PolicyDocuments } from "./policy-documents.ts";

/** A user or a role as IAM keeps it, with its policies read. */
export interface Principal {
  readonly kind: "user" | "role";
  readonly account: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  /** `AIDA…` or `AROA…`. */
  readonly id: string;
  readonly createdMs: number;
  readonly tags: Pairs;
  /** How long a session of a role may be. */
  readonly maxSessionSeconds: number;
  readonly trustPolicy?: AttachedPolicy;
  /** By policy name. */
  readonly inline: ReadonlyMap<string, AttachedPolicy>;
  /** By policy ARN. */
  readonly managed: ReadonlyMap<string, AttachedPolicy>;
  /** All identity policies in force, those of groups among them. */
  readonly policies: readonly AttachedPolicy[];
  readonly boundary?: AttachedPolicy;
}

/** IAM's users, roles and managed policies, in all accounts. */
export interface Principals {
  /** The same principal is the same object until it, or a policy that bears on it, is changed. */
  find(kind: Principal["kind"], account: string, name: string): Principal | undefined;
  findByArn(arn: string): Principal | undefined;
  /** Identity policies in force for a caller. */
  policiesOf(caller: Caller): readonly AttachedPolicy[];
  /** The tags of a caller's user or role. */
  tagsOf(caller: Caller): Pairs;
  /** The permissions boundary of a caller's user or role. */
  boundaryOf(caller: Caller): AttachedPolicy | undefined;
  /** A managed policy by ARN, AWS's or one of an account's own. */
  managedPolicy(arn: string): PolicyRow | undefined;
}

const NONE: readonly AttachedPolicy[] = [];

/** Reads users and roles from their tables. */
export function createPrincipals(tables: IamTables, documents: PolicyDocuments): Principals {
  let views = new WeakMap<UserRow | RoleRow, Principal>();
  let callers = new WeakMap<Caller, Principal>();
  let revision = -1;
  const forgetWhatChanged = (): void => {
    const { policies, groups, users, roles } = tables;
    const now = policies.revision + groups.revision + users.revision + roles.revision;
    if (now === revision) return;
    views = new WeakMap();
    callers = new WeakMap();
    revision = now;
  };
  const managedPolicy = (arn: string): PolicyRow | undefined => {
    if (arn.startsWith("arn:aws:iam::aws:")) return awsManagedPolicy(arn);
    const [account, name] = entityIn(arn, "policy");
    const row = tables.policies.get(nameKey(account, name));
    const version = row?.versions.find(({ id }) => id === row.defaultVersion);
    if (row === undefined || version === undefined) return undefined;
    const isThis = arn === `arn:aws:iam::${account}:policy${row.path}${row.name}`;
    return isThis ? { name: row.name, text: version.text } : undefined;
  };
  const reading: Reading = { tables, documents, managedPolicy };

  const find: Principals["find"] = (kind, account, name) => {
    const row = tables[kind === "user" ? "users" : "roles"].get(nameKey(account, name));
    if (row === undefined) return undefined;
    forgetWhatChanged();
    const known = views.get(row);
    if (known !== undefined) return known;
    const view = readPrincipal({ kind, account, row }, reading);
    views.set(row, view);
    return view;
  };
  const findByArn = (arn: string): Principal | undefined => {
    for (const kind of ["user", "role"] as const) {
      const found = find(kind, ...entityIn(arn, kind));
      if (found?.arn === arn) return found;
    }
    return undefined;
  };
  const lookUp = (caller: Caller): Principal | undefined => {
    if (caller.kind === "user") return sameId(findByArn(caller.arn), caller.userId);
    // IAM User Guide, Permissions for GetFederationToken: the user's, within the session's policies.
    if (caller.kind === "federatedUser") {
      return sameId(findByArn(caller.issuerArn), caller.issuerId ?? "");
    }
    if (caller.kind !== "roleSession") return undefined;
    return sameId(findByArn(caller.roleArn), caller.userId.split(":")[0] ?? "");
  };
  const principalOf = (caller: Caller): Principal | undefined => {
    forgetWhatChanged();
    const known = callers.get(caller);
    if (known !== undefined) return known;
    const found = lookUp(caller);
    if (found !== undefined) callers.set(caller, found);
    return found;
  };
  return {
    find,
    findByArn,
    managedPolicy,
    policiesOf: (caller) => principalOf(caller)?.policies ?? NONE,
    tagsOf: (caller) => principalOf(caller)?.tags ?? [],
    boundaryOf: (caller) => principalOf(caller)?.boundary,
  };
}

/** One who was made again under an old name is somebody else (IAM User Guide, Unique identifiers). */
function sameId(principal: Principal | undefined, id: string): Principal | undefined {
  return principal?.id === id ? principal : undefined;
}

/** Account and name of an entity of IAM; the path between them is for the caller to compare. */
function entityIn(arn: string, kind: string): readonly [account: string, name: string] {
  const parsed = parseArn(arn);
  if (parsed?.service !== "iam" || !parsed.resource.startsWith(`${kind}/`)) return ["", ""];
  return [parsed.account, parsed.resource.slice(parsed.resource.lastIndexOf("/") + 1)];
}

interface Reading {
  readonly tables: IamTables;
  readonly documents: PolicyDocuments;
  readonly managedPolicy: Principals["managedPolicy"];
}

interface Found {
  readonly kind: Principal["kind"];
  readonly account: string;
  readonly row: UserRow | RoleRow;
}

function readPrincipal({ kind, account, row }: Found, reading: Reading): Principal {
  const arn = `arn:aws:iam::${account}:${kind}${row.path}${row.name}`;
  const { inline, managed } = ownPolicies(row, arn, reading);
  const trust = "trust" in row ? row.trust : undefined;
  const boundary = row.boundary === undefined ? undefined : attachedOf(row.boundary, arn, reading);
  return {
    kind,
    account,
    name: row.name,
    path: row.path,
    arn,
    id: row.id,
    createdMs: row.createdMs,
    tags: row.tags ?? [],
    // IAM User Guide, Maximum CLI/API session duration: one hour unless it is said.
    maxSessionSeconds: ("maxSessionSeconds" in row ? row.maxSessionSeconds : undefined) ?? 3600,
    ...(trust !== undefined && {
      trustPolicy: {
        document: presentTrust(trust, row, reading),
        name: "trust policy",
        attachedTo: arn,
      },
    }),
    inline,
    managed,
    policies: [
      ...managed.values(),
      ...inline.values(),
      ...groupPolicies({ kind, account, row }, reading),
    ],
    ...(boundary && { boundary }),
  };
}

function presentTrust(
  text: string,
  row: UserRow | RoleRow,
  { tables, documents }: Reading,
): PolicyDocument {
  const trusted = "trusted" in row ? (row.trusted ?? []) : [];
  return documents.read(presentText(documents.read(text, "trust"), trusted, tables), "trust");
}

type Own = Pick<Principal, "inline" | "managed">;

function ownPolicies(
  row: Pick<UserRow, "inline" | "managed">,
  attachedTo: string,
  reading: Reading,
): Own {
  const inline = row.inline.map(({ name, text }): readonly [string, AttachedPolicy] => [
    name,
    { document: reading.documents.read(text, "identity"), name, attachedTo },
  ]);
  const managed = row.managed.flatMap((arn): readonly (readonly [string, AttachedPolicy])[] => {
    const policy = attachedOf(arn, attachedTo, reading);
    return policy === undefined ? [] : [[arn, policy]];
  });
  return { inline: new Map(inline), managed: new Map(managed) };
}

function attachedOf(
  arn: string,
  attachedTo: string,
  { documents, managedPolicy }: Reading,
): AttachedPolicy | undefined {
  const found = managedPolicy(arn);
  if (found === undefined) return undefined;
  return { document: documents.read(found.text, "identity"), name: found.name, arn, attachedTo };
}

function groupPolicies({ account, row }: Found, reading: Reading): readonly AttachedPolicy[] {
  const names = "groups" in row ? (row.groups ?? []) : [];
  return names.flatMap((name) => {
    const group = reading.tables.groups.get(nameKey(account, name));
    if (group === undefined) return [];
    const arn = `arn:aws:iam::${account}:group${group.path}${group.name}`;
    const { inline, managed } = ownPolicies(group, arn, reading);
    return [...managed.values(), ...inline.values()];
  });
}
