import { AwsError, isAccountId, parseArn, UsageError } from "../../aws/index.ts";
import type { AccountReader } from "../ports.ts";
import { readerOf } from "../readings/reader-of.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { askedOf, NobodyToAsk } from "./asked-of.ts";
import { attempt } from "./attempt.ts";
import { type Facts, known, type RoleTrust, unknown } from "./facts.ts";
import { firstKnown } from "./first-known.ts";
import { requireSamePath } from "./require-same-path.ts";

/**
 * Somebody who is not signed in here, as those of its account may tell: what they may not read, and all where nobody
 * of the account is at hand, stays unknown.
 */
export async function standIn(
  principal: string,
  readers: readonly AccountReader[],
): Promise<AccountReader> {
  const named = readPrincipal(principal);
  const [insider] = await insidersOf(named, readers);
  if (insider !== undefined) await requireThere(named, insider);
  // Whoever it is runs where the first of these would.
  const region = readers[0]?.region;
  return { ...inNameOf(named, insider), ...(region !== undefined && { region }) };
}

/** A role that somebody may yet have to make: one that is not there has no policies, and trusts nobody. */
export async function standInAsRole(
  roleArn: string,
  readers: readonly AccountReader[],
): Promise<RoleStandIn> {
  const named = readPrincipal(roleArn);
  const insiders = await insidersOf(named, readers);
  const [insider = nobodyOf(named.account)] = insiders;
  const trust = await firstKnown(insiders.length === 0 ? [insider] : insiders, (reader) =>
    trustOf({ arn: roleArn, name: named.name }, reader),
  );
  const reader = inNameOf(named, insider);
  const isThere = !trust.known || trust.value !== undefined;
  return {
    account: named.account,
    insiders,
    reader: isThere ? reader : { ...reader, rolePolicies: () => Promise.resolve([]) },
    trust,
  };
}

/** A role that nobody here is signed in as. */
interface RoleStandIn {
  readonly account: string;
  readonly reader: AccountReader;
  /** Those at hand who are of its account. */
  readonly insiders: readonly AccountReader[];
  readonly trust: RoleTrust["policy"];
}

async function trustOf(
  { arn, name }: { readonly arn: string; readonly name: string },
  reader: AccountReader,
): Promise<RoleTrust["policy"]> {
  const from = askedOf("GetRole", reader);
  const role = await attempt(from, () => reader.role(name).catch(noneWhereAbsent));
  if (!role.known) return role;
  if (role.value === undefined) return known(undefined, from.en);
  requireSamePath(arn, role.value.arn);
  const text = role.value.trustPolicy;
  if (text === undefined) {
    return unknown({
      en: `${reader.label.en} does not tell whom role ${name} trusts`,
      ja: `ロール ${name} の信頼ポリシーが分かりません (${reader.label.ja})`,
    });
  }
  return attachedPolicy({ name: "trust policy", text, attachedTo: arn, kind: "trust" }, from.en);
}

function noneWhereAbsent(error: unknown): undefined {
  if (error instanceof AwsError && error.code === "NoSuchEntity") return undefined;
  throw error;
}

async function insidersOf(
  { account }: NamedPrincipal,
  readers: readonly AccountReader[],
): Promise<readonly AccountReader[]> {
  const identities = await Promise.all(readers.map((reader) => reader.callerIdentity()));
  return readers.filter((_, i) => identities[i]?.account === account);
}

function inNameOf(
  { account, shown }: NamedPrincipal,
  insider: AccountReader | undefined,
): AccountReader {
  const identity = { account, arn: shown, userId: "" };
  return {
    ...(insider ?? nobodyOf(account)),
    opensOwnSession: false,
    callerIdentity: () => Promise.resolve(identity),
  };
}

/** Where nobody can be asked, everything stays unknown, for this reason. */
function nobodyOf(account: string): AccountReader {
  const reason = {
    en: `no profile of account ${account} is at hand`,
    ja: `アカウント ${account} のプロファイルが指定されていません`,
  };
  return readerOf(reason, () => Promise.reject(new NobodyToAsk(reason)));
}

/** The facts of somebody by the ARN that was given: its path holds where nobody tells it. */
export function factsOfStandIn(principal: string, facts: Facts): Facts {
  const { caller, principalArn } = facts;
  const isRole = parseArn(principal)?.service === "iam" && caller.kind === "roleSession";
  // The ids of sessions and users are not in their ARNs.
  const surroundings = new Map([...facts.surroundings, ["aws:userid", "unknown"] as const]);
  if (principalArn.known || !isRole) return { ...facts, surroundings };
  return {
    ...facts,
    surroundings,
    caller: { ...caller, roleArn: principal },
    principalArn: known(principal, "--principal"),
  };
}

/** Somebody by an ARN: a role and a user of IAM, and a session of STS. */
interface NamedPrincipal {
  readonly account: string;
  readonly kind: "role" | "user";
  readonly name: string;
  /** As STS shows it: of a role a session, and never the path. */
  readonly shown: string;
}

function readPrincipal(principal: string): NamedPrincipal {
  const arn = parseArn(principal);
  const match = /^(role|user|assumed-role)\/(?:.*\/)?([^/]+)$/.exec(arn?.resource ?? "");
  const [, kind, last = ""] = match ?? [];
  if (arn === undefined || kind === undefined || !isOfAccount(arn)) {
    throw new UsageError({
      en: `cannot grant to \`${principal}\`: name a role or a user by its ARN, such as \`arn:aws:iam::111111111111:role/Sync\``,
      ja: `\`${principal}\` には付与できません。\`arn:aws:iam::111111111111:role/Sync\` のような、ロールまたはユーザーの ARN を指定してください`,
    });
  }
  const { account, partition, resource } = arn;
  if (kind === "user") return { account, kind, name: last, shown: principal };
  const name = kind === "role" ? last : (resource.split("/")[1] ?? "");
  const session = kind === "role" ? "any" : last;
  const shown = `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`;
  return { account, kind: "role", name, shown };
}

function isOfAccount({ account, service }: NonNullable<ReturnType<typeof parseArn>>): boolean {
  return isAccountId(account) && /^(?:iam|sts)$/.test(service);
}

async function requireThere(
  { kind, name, account }: NamedPrincipal,
  insider: AccountReader,
): Promise<void> {
  try {
    await (kind === "user" ? insider.user(name) : insider.role(name));
  } catch (error) {
    // What may not be read stays unknown; what is not there is a slip of the pen.
    if (!(error instanceof AwsError) || error.code !== "NoSuchEntity") return;
    throw new UsageError({
      en: `cannot grant to ${kind} \`${name}\`: ${insider.label.en} says that account \`${account}\` has none by that name`,
      ja: `${kind === "user" ? "ユーザー" : "ロール"} \`${name}\` には付与できません。${insider.label.ja} によると、アカウント \`${account}\` にその名前のものはありません`,
    });
  }
}
