import { accountCaller } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { purposeId } from "./grant-sid.ts";
import { permissionSetOf } from "./policy-principal.ts";

/**
 * Names what is granted to whom. Of a role it takes the name alone, since the path may not be known the next time; of
 * Identity Center's the permission set, since the role may be made anew.
 */
export function purposeOf({ caller }: Pick<Facts, "caller">, purpose: string): string {
  const insider = accountCaller(caller);
  const name =
    caller.kind === "roleSession"
      ? (permissionSetOf(caller.roleArn) ?? caller.roleArn.slice(caller.roleArn.lastIndexOf("/")))
      : insider?.arn;
  return purposeId([insider?.account ?? caller.kind, name ?? "", purpose]);
}
