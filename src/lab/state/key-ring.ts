import type { AttachedPolicy } from "../../policy/index.ts";
import type { IamTables, KeyRow } from "./iam-tables.ts";
import type { PolicyDocuments } from "./policy-documents.ts";

/** An access key, and who has it. */
interface IssuedKey extends Omit<KeyRow, "session"> {
  /** What the session was opened with, where it was opened with any. */
  readonly sessionPolicies?: readonly AttachedPolicy[];
}

/** Every access key that the lab knows. */
export interface KeyRing {
  /** The same key is the same object until it is changed. */
  get(accessKeyId: string): IssuedKey | undefined;
  /** Only in a transaction. */
  put(key: IssuedKey): void;
}

/** Reads and writes keys in their table. */
export function createKeyRing({ keys }: IamTables, documents: PolicyDocuments): KeyRing {
  const views = new WeakMap<KeyRow, IssuedKey>();
  return {
    get(accessKeyId) {
      const row = keys.get([accessKeyId]);
      if (row === undefined) return undefined;
      const known = views.get(row);
      if (known !== undefined) return known;
      const view = readKey(row, documents);
      views.set(row, view);
      return view;
    },
    put({ sessionPolicies, ...row }) {
      const session = sessionPolicies?.map(({ document, name, arn, attachedTo }) => ({
        text: document.text,
        name,
        attachedTo,
        ...(arn !== undefined && { arn }),
      }));
      keys.put([row.credentials.accessKeyId], { ...row, ...(session && { session }) });
    },
  };
}

function readKey({ session, ...row }: KeyRow, documents: PolicyDocuments): IssuedKey {
  if (session === undefined) return row;
  const sessionPolicies = session.map(({ text, ...policy }) => ({
    ...policy,
    document: documents.read(text, "identity"),
  }));
  return { ...row, sessionPolicies };
}
