import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type ParsedWorld, parseWorld, type World } from "../../src/policy/index.ts";
import { isTree, mergePatch } from "../support/json-merge-patch.ts";
import type { Given } from "./fact-row.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const FILES: Readonly<Record<Given["world"], string>> = {
  "two-accounts": join(ROOT, "worlds", "two-accounts.yaml"),
  users: join(import.meta.dirname, "worlds", "users.yaml"),
  "one-account": join(import.meta.dirname, "worlds", "one-account.yaml"),
};

type Tree = Record<string, unknown>;

/** The world that a row gives; a row that gives a world which cannot be is a mistake in the row. */
export function worldOf(given: Given): World {
  const parsed = parseGiven(given);
  if (parsed.ok) return parsed.value;
  const problems = parsed.problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`the row's world cannot be: ${problems.join("; ")}`);
}

/** Reads a row's world, its patch and policies included. */
export function parseGiven(given: Given): ParsedWorld {
  const file: unknown = parse(readFileSync(FILES[given.world], "utf8"));
  const value = tree(mergePatch(file, given.patch ?? {}));
  for (const [bucket, policy] of Object.entries(given.bucketPolicies ?? {})) {
    bucketNamed(value, bucket)["policy"] = policy;
  }
  for (const [profile, policies] of Object.entries(given.identityPolicies ?? {})) {
    const principal = principalOf(value, profile);
    principal["inlinePolicies"] = mergePatch(principal["inlinePolicies"], policies);
  }
  return parseWorld(value);
}

function bucketNamed(world: Tree, name: string): Tree {
  for (const account of accountsOf(world)) {
    const buckets = tree(account["buckets"] ?? {});
    if (name in buckets) return tree(buckets[name]);
  }
  throw new Error(`no bucket \`${name}\` in the row's world`);
}

/** The user or role that signs in with a profile. */
function principalOf(world: Tree, profile: string): Tree {
  const signsIn = (who: unknown): boolean => isTree(who) && who["profile"] === profile;
  for (const account of accountsOf(world)) {
    const users = Object.values(tree(account["users"] ?? {})).map(tree);
    const roles = Object.values(tree(account["roles"] ?? {})).map(tree);
    const found =
      users.find(signsIn) ??
      roles.find((role) => Object.values(tree(role["sessions"] ?? {})).some(signsIn));
    if (found !== undefined) return found;
  }
  throw new Error(`nobody signs in with profile \`${profile}\` in the row's world`);
}

function accountsOf(world: Tree): readonly Tree[] {
  return Object.values(tree(world["accounts"])).map(tree);
}

function tree(value: unknown): Tree {
  if (isTree(value)) return value;
  throw new Error(`expected a map, found \`${JSON.stringify(value)}\``);
}
