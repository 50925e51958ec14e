import type { QueryCall } from "../query/query-call.ts";
import type { RoleRow } from "../state/iam-tables.ts";
import { namedPrincipals, presentText } from "../state/named-principals.ts";
import { principalExists } from "../s3/principal-exists.ts";
import { requirePolicy } from "../require-policy.ts";

/** A new trust policy, with the ids of those whom it names. */
export function readTrust(call: QueryCall, text: string): Pick<RoleRow, "trust" | "trusted"> {
  const { lab } = call;
  requirePolicy(text, {
    kind: "trust",
    principalExists: (principal) => principalExists(lab, principal),
  });
  return { trust: text, trusted: namedPrincipals(lab.documents.read(text, "trust"), lab.iam) };
}

/** A role that a world gives no trust policy trusts nobody. */
const NOBODY = '{"Version":"2012-10-17","Statement":[]}';

/** A role's trust policy as it reads now. */
export function presentTrust({ lab }: QueryCall, { trust, trusted = [] }: RoleRow): string {
  if (trust === undefined) return NOBODY;
  return presentText(lab.documents.read(trust, "trust"), trusted, lab.iam);
}
