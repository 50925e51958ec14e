import type { PolicyRow } from "../policy/policy-row.ts";
import type { RowPolicy } from "../policy/row-policy.ts";
import { Inexpressible, known } from "./inexpressible.ts";

/** The parameters of AssumeRole that policies see as one value, by key in lower case. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ["sts:externalid", "ExternalId"],
  ["sts:rolesessionname", "RoleSessionName"],
  ["sts:sourceidentity", "SourceIdentity"],
]);
const TRANSITIVE = "sts:transitivetagkeys";
const REQUEST_TAG = "aws:requesttag/";

/** Actions that AssumeRole takes, and those that it takes besides for what it brings. */
export const OPENINGS: ReadonlySet<string> = new Set([
  "sts:AssumeRole",
  "sts:SetSourceIdentity",
  "sts:TagSession",
]);

/** Whether AssumeRole brings a key. */
export function bringsKey(key: string): boolean {
  return (
    NAMED.has(key) || key === TRANSITIVE || key === "aws:tagkeys" || key.startsWith(REQUEST_TAG)
  );
}

/** Lets who brings tags or a source identity assume the role, which the row says nothing of. */
export function withAssuming(row: PolicyRow): PolicyRow {
  if (row.action === "sts:AssumeRole" || !OPENINGS.has(row.action)) return row;
  const assumes = { Effect: "Allow", Action: "sts:AssumeRole" };
  const identity = known<readonly RowPolicy[]>(row.identity ?? []);
  const everyone = { AWS: ["111111111111", "222222222222"] };
  return {
    ...row,
    identity: [...identity, [{ ...assumes, Resource: "*" }]],
    ...(Array.isArray(row.trustPolicy) && {
      trustPolicy: [...(row.trustPolicy as readonly object[]), { ...assumes, Principal: everyone }],
    }),
  };
}

/** What AssumeRole must bring for a row's action and keys. */
export function openingFormOf(row: PolicyRow): Readonly<Record<string, string>> {
  if (!row.resource.includes(":role/")) throw new Inexpressible("tags of a federated session");
  const context = Object.entries(row.context ?? {}).map(
    ([key, value]) => [key, Array.isArray(value) ? value.map(String) : []] as const,
  );
  const named = context.flatMap(([key, [text = ""]]) => {
    const name = NAMED.get(key.toLowerCase());
    return name === undefined ? [] : [[name, text] as const];
  });
  return {
    RoleArn: row.resource,
    RoleSessionName: "row",
    ...(row.action === "sts:SetSourceIdentity" && { SourceIdentity: "somebody" }),
    ...Object.fromEntries(named),
    ...tagFormOf(row.action, context),
  };
}

type Values = readonly (readonly [key: string, texts: readonly string[]])[];

function tagFormOf(action: string, context: Values): Readonly<Record<string, string>> {
  const sent = context.flatMap(([key, [text = ""]]) =>
    key.toLowerCase().startsWith(REQUEST_TAG)
      ? [[key.slice(REQUEST_TAG.length), text] as const]
      : [],
  );
  const isAnyTag = action === "sts:TagSession" && sent.length === 0;
  const tags = isAnyTag ? [["any", "tag"] as const] : sent;
  const transitive = context.find(([key]) => key.toLowerCase() === TRANSITIVE)?.[1] ?? [];
  if (!transitive.every((key) => tags.some(([other]) => other === key))) {
    throw new Inexpressible("a transitive key of no tag");
  }
  return Object.fromEntries([
    ...transitive.map((key, i) => [`TransitiveTagKeys.member.${i + 1}`, key]),
    ...tags.flatMap(([key, value], i) => [
      [`Tags.member.${i + 1}.Key`, key],
      [`Tags.member.${i + 1}.Value`, value],
    ]),
  ]) as Readonly<Record<string, string>>;
}
