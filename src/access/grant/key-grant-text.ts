import type { KeyGrant } from "../../policy/index.ts";
import type { NewStatement } from "./grant-statements.ts";

type Pairs = NonNullable<KeyGrant["encryptionContextSubset"]>;

/** A grant that is not made yet: KMS gives the id. */
export type NewKeyGrant = Omit<KeyGrant, "id">;

/** The input of `kms:CreateGrant` beside the key, as AWS's CLI and SDKs take it. */
interface GrantInput {
  readonly Name: string;
  readonly GranteePrincipal: string;
  readonly Operations: readonly string[];
  readonly Constraints?: { readonly EncryptionContextSubset: Pairs };
}

const CONTEXT = "kms:EncryptionContext:";

/** The grant that says what a statement on the use of a key does. */
export function keyGrantOf({ Sid, Principal, Action, Condition }: NewStatement): NewKeyGrant {
  const pairs = Object.entries(Condition?.["StringEquals"] ?? {}).map(
    ([key, value]) => [key.replace(CONTEXT, ""), [value].flat().join()] as const,
  );
  return {
    name: Sid,
    granteePrincipal: Principal?.AWS ?? "",
    operations: [Action].flat().map((action) => action.replace("kms:", "")),
    ...(pairs.length > 0 && { encryptionContextSubset: Object.fromEntries(pairs) }),
  };
}

/** A grant as the text that makes it. */
export function keyGrantText(grant: NewKeyGrant): string {
  const { name = "", granteePrincipal, operations, encryptionContextSubset: pairs } = grant;
  const input: GrantInput = {
    Name: name,
    GranteePrincipal: granteePrincipal,
    Operations: operations,
    ...(pairs && { Constraints: { EncryptionContextSubset: pairs } }),
  };
  return `${JSON.stringify(input, null, 2)}\n`;
}

/** Reads what `keyGrantText` wrote. */
export function parsedKeyGrant(text: string): NewKeyGrant {
  const { Name, GranteePrincipal, Operations, Constraints } = JSON.parse(text) as GrantInput;
  const pairs = Constraints?.EncryptionContextSubset;
  return {
    name: Name,
    granteePrincipal: GranteePrincipal,
    operations: Operations,
    ...(pairs && { encryptionContextSubset: pairs }),
  };
}
