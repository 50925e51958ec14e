import { accountOf, type QueryCall } from "../query/query-call.ts";
import { nameKey } from "../state/iam-tables.ts";
import {
  ENTITIES,
  entityArn,
  type EntityKind,
  entityName,
  type EntityRow,
  lookUp,
  putEntity,
  tableOf,
} from "./entity.ts";
import { type FurtherAccess, permissionOn } from "./iam-operation.ts";
import { alreadyExists } from "./iam-refusals.ts";
import { readNewName, readPath } from "./read-names.ts";

/**
 * Whoever renames needs the permission on the new ARN too (IAM API Reference, UpdateUser and
 * UpdateGroup, Note).
 */
export function underNewName(kind: "user" | "group"): FurtherAccess {
  const { noun, word } = ENTITIES[kind];
  return {
    permissions(call) {
      const { form } = call;
      const name = form.get(`New${noun}Name`);
      const path = form.get("NewPath");
      if (name === undefined && path === undefined) return [];
      const old = lookUp(call, kind) ?? { name: entityName(call, kind), path: "/" };
      const renamed = { name: name ?? old.name, path: path ?? old.path };
      const arn = entityArn(accountOf(call), kind, renamed);
      const located = { arn, text: `${word} ${renamed.name}` };
      return [permissionOn(call, { action: `iam:Update${noun}`, located })];
    },
  };
}

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
