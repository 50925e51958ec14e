import type { AccountReader, AccountWriter, GrantedDocument } from "../access/index.ts";

/** An identity of an account, by which it is asked and written. */
export type Account = AccountReader & AccountWriter;

/** A document to write: as it was read, and as it is to be. */
export interface WrittenChange {
  readonly account: string;
  readonly document: GrantedDocument;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** How one document is read and written; without a text there is none. */
export interface DocumentAccess {
  readonly read: () => Promise<string | undefined>;
  readonly write: (text: string | undefined) => Promise<void>;
}
