import type { QueryCall } from "../query/query-call.ts";
import { nameKey, type UserRow } from "../state/iam-tables.ts";
import type { Principal } from "../state/principals.ts";
import { noSuchEntity } from "./iam-principal.ts";

type Policies = Pick<UserRow, "inline" | "managed">;

/** Changes the policies of a user or role, as they stand at that moment. */
export function changePrincipal(
  { lab }: QueryCall,
  { kind, account, name }: Principal,
  change: (row: Policies) => Partial<Policies>,
): Promise<undefined> {
  const table = lab.iam[kind === "user" ? "users" : "roles"];
  const key = nameKey(account, name);
  return lab.store.transaction(() => {
    const row = table.get(key);
    if (row === undefined) throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
    table.put(key, { ...row, ...change(row) });
    return undefined;
  });
}
