import { type GrantedDocument, keyGrantText, parsedKeyGrant } from "../access/index.ts";
import type { Account, DocumentAccess, WrittenChange } from "./document-change.ts";
import { isSameText } from "./is-same-text.ts";

/**
 * How a grant of KMS is read and written. One that was made for a role before that was made anew keeps the name and
 * names nobody: it is none of what is read, and goes when the new one stands.
 */
export function accessToKeyGrant(
  { key, name }: Extract<GrantedDocument, { readonly kind: "keyGrant" }>,
  { before, after }: WrittenChange,
  owner: Account,
): DocumentAccess {
  const standing = async (): ReturnType<typeof owner.keyGrants> =>
    (await owner.keyGrants(key)).filter((grant) => grant.name === name);
  const says = (grant: KeyGrant, text: string | undefined): boolean =>
    isSameText(keyGrantText(grant), text);
  const revoke = async (isMeant: (grant: KeyGrant) => boolean): Promise<void> => {
    for (const grant of (await standing()).filter(isMeant)) {
      await owner.revokeKeyGrant(key, grant.id);
    }
  };
  return {
    read: async () => {
      const grant = (await standing()).find((each) => says(each, before ?? after));
      return grant && keyGrantText(grant);
    },
    write: async (text) => {
      if (text === undefined) return revoke((grant) => says(grant, before));
      const made = await owner.createKeyGrant(key, parsedKeyGrant(text));
      // For a while ListGrants may name a new role by its id, so a grant is known by its own.
      await revoke(({ id }) => id !== made);
    },
  };
}

type KeyGrant = Awaited<ReturnType<Account["keyGrants"]>>[number];
