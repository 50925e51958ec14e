import { parseArn } from "../../aws/index.ts";
import { applyEdits, type PolicyDocument } from "../../policy/index.ts";
import { type IamTables, type NamedPrincipal, nameKey } from "./iam-tables.ts";

type Entities = Pick<IamTables, "users" | "roles">;

/** The users and roles that a policy names at this moment, with their ids. */
export function namedPrincipals(
  document: PolicyDocument,
  entities: Entities,
): readonly NamedPrincipal[] {
  const arns = principalsOf(document).map(({ value }) => value);
  return [...new Set(arns)].flatMap((arn) => {
    const id = idOf(entities, arn);
    return id === undefined ? [] : [{ arn, id }];
  });
}

/**
 * A policy's text as it reads now. AWS keeps the ids of the principals that it names: one that has another
 * path or name is shown by it, one that is gone by its id, even if somebody else has its name (IAM User
 * Guide, JSON policy elements: Principal).
 */
export function presentText(
  document: PolicyDocument,
  named: readonly NamedPrincipal[],
  entities: Entities,
): string {
  const changed = new Map(
    named.flatMap(({ arn, id }): readonly (readonly [string, string])[] =>
      idOf(entities, arn) === id ? [] : [[arn, arnOf(entities, arn, id) ?? id]],
    ),
  );
  if (changed.size === 0) return document.text;
  const edits = principalsOf(document).flatMap(({ value, span }) => {
    const now = changed.get(value);
    return now === undefined ? [] : [{ ...span, text: JSON.stringify(now) }];
  });
  return applyEdits(document.text, edits);
}

interface Place {
  readonly value: string;
  readonly span: { readonly offset: number; readonly length: number };
}

function principalsOf({ statements }: PolicyDocument): readonly Place[] {
  return statements
    .flatMap(({ principal }) => principal?.entries ?? [])
    .filter(({ value }) => value.type === "AWS" && value.value.startsWith("arn:"))
    .map(({ value, span }) => ({ value: value.value, span }));
}

interface Home {
  readonly kind: "user" | "role";
  readonly account: string;
}

function placeOf(arn: string): (Home & { readonly name: string }) | undefined {
  const parsed = parseArn(arn);
  const kind = (["user", "role"] as const).find((each) => parsed?.resource.startsWith(`${each}/`));
  if (parsed?.service !== "iam" || kind === undefined) return undefined;
  const name = parsed.resource.slice(parsed.resource.lastIndexOf("/") + 1);
  return { kind, account: parsed.account, name };
}

function tableOf({ users, roles }: Entities, kind: "user" | "role"): Entities["users"] {
  return kind === "user" ? users : roles;
}

function arnIn(
  { kind, account }: Home,
  row: { readonly path: string; readonly name: string },
): string {
  return `arn:aws:iam::${account}:${kind}${row.path}${row.name}`;
}

function idOf(entities: Entities, arn: string): string | undefined {
  const place = placeOf(arn);
  if (place === undefined) return undefined;
  const row = tableOf(entities, place.kind).get(nameKey(place.account, place.name));
  return row !== undefined && arnIn(place, row) === arn ? row.id : undefined;
}

/** Who has an id now, of the kind and in the account of an old ARN. */
function arnOf(entities: Entities, old: string, id: string): string | undefined {
  const place = placeOf(old);
  if (place === undefined) return undefined;
  for (const { value } of tableOf(entities, place.kind).range({ within: [place.account] })) {
    if (value.id === id) return arnIn(place, value);
  }
  return undefined;
}
