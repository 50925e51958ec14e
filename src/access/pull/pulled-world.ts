import type { Sentence } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import { pulledBucket } from "./pulled-bucket.ts";
import { pulledOrganization } from "./pulled-organization.ts";
import { type PulledAccount, pulledPrincipal } from "./pulled-principal.ts";

/** What a profile is, and what it sees. */
export interface PulledFacts {
  readonly profile: string;
  readonly facts: Facts;
}

/** The value of a world file, and what it had to leave out because nobody could tell. */
export interface PulledWorld {
  readonly world: object;
  readonly lacks: readonly Sentence[];
}

/** Writes facts as a world; each bucket as the first profile tells it that knows it whole. */
export function pulledWorld(all: readonly PulledFacts[]): PulledWorld {
  const principals = all.map(({ profile, facts }) => pulledPrincipal(profile, facts));
  const names = [...new Set(all.flatMap(({ facts }) => [...facts.buckets.keys()]))];
  const buckets = names.map((name) => {
    const told = all.flatMap(({ facts }) => facts.buckets.get(name) ?? []);
    const tries = told.map((each) => pulledBucket(name, each));
    return (
      tries.find((each) => "parts" in each) ??
      tries[0] ?? { lacks: { en: `bucket ${name}`, ja: `バケット ${name}` } }
    );
  });
  const { organization, lacks } = pulledOrganization(all.map(({ facts }) => facts));
  const parts = [
    ...principals.flatMap((each) => ("account" in each ? [each] : [])),
    ...buckets.flatMap((each) => ("parts" in each ? each.parts : [])),
    ...accountsIn(organization).map((account) => ({ account, told: {} })),
  ];
  const accounts: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {};
  for (const { account, told } of parts) merge((accounts[account] ??= {}), told);
  return {
    world: { ...(organization && { organization }), accounts },
    lacks: unlike([
      ...[...principals, ...buckets].flatMap((e) => ("lacks" in e ? [e.lacks] : [])),
      ...lacks,
    ]),
  };
}

/** Several profiles may lack the same. */
function unlike(lacks: readonly Sentence[]): readonly Sentence[] {
  return [...new Map(lacks.map((each) => [each.en, each])).values()];
}

/** Accounts that units name must be there. */
function accountsIn(organization: object | undefined): readonly string[] {
  if (organization === undefined) return [];
  const text = JSON.stringify(organization);
  return [...new Set([...text.matchAll(/"(\d{12})"/g)].map(([, account]) => account ?? ""))];
}

function merge(
  account: Record<string, Readonly<Record<string, unknown>>>,
  told: PulledAccount,
): void {
  for (const [part, entries] of Object.entries(told)) {
    account[part] = mergedEntries(account[part] ?? {}, entries);
  }
}

/** Two sessions of one role are both its sessions. */
function mergedEntries(
  known: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged = { ...known };
  for (const [name, entry] of Object.entries(more)) {
    const before = merged[name];
    merged[name] =
      hasSessions(before) && hasSessions(entry)
        ? { ...entry, sessions: { ...before.sessions, ...entry.sessions } }
        : withAccessPoints(before, entry);
  }
  return merged;
}

/** A bucket may have been named by itself and by its access points. */
function withAccessPoints(before: unknown, entry: unknown): unknown {
  const known = accessPointsOf(before);
  if (known === undefined || typeof entry !== "object") return entry;
  return { ...entry, accessPoints: { ...known, ...accessPointsOf(entry) } };
}

function accessPointsOf(entry: unknown): object | undefined {
  const isBucket = typeof entry === "object" && entry !== null && "accessPoints" in entry;
  return isBucket && typeof entry.accessPoints === "object"
    ? (entry.accessPoints ?? undefined)
    : undefined;
}

function hasSessions(entry: unknown): entry is { readonly sessions: object } {
  return typeof entry === "object" && entry !== null && "sessions" in entry;
}
