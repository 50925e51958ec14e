import { accountOf, type QueryCall } from "../query/query-call.ts";
import { nameKey } from "../state/iam-tables.ts";
import { ENTITIES, type EntityKind, type EntityRow, putEntity, tableOf } from "./entity.ts";
import { alreadyExists } from "./iam-refusals.ts";
import { readNewName, readPath } from "./read-names.ts";

/** Gives a user or group the path and name that a call asks for; its id stays. */
export function renameEntity<Kind extends "user" | "group">(
  call: QueryCall,
  kind: Kind,
  row: EntityRow<Kind>,
): EntityRow<Kind> {
  const { noun, maxName } = ENTITIES[kind];
  const parameter = `New${noun}Name`;
  const name = call.form.has(parameter) ? readNewName(call, parameter, maxName) : row.name;
  const path = call.form.has("NewPath") ? readPath(call, "NewPath") : row.path;
  const isTaken =
    name.toLowerCase() !== row.name.toLowerCase() &&
    tableOf(call.lab.iam, kind).get(nameKey(accountOf(call), name)) !== undefined;
  if (isTaken) throw alreadyExists(`${noun} with name ${name} already exists.`);
  const renamed = { ...row, name, path };
  dropEntity(call, kind, row);
  putEntity(call, kind, renamed);
  return renamed;
}

/** Deletes a row; only in a transaction. */
export function dropEntity(
  call: QueryCall,
  kind: EntityKind,
  { name }: { readonly name: string },
): void {
  tableOf(call.lab.iam, kind).delete(nameKey(accountOf(call), name));
}
