import type { Refusal } from "./refusal.ts";
import type { CredentialScope } from "./scope.ts";

/** Who a request says it is from, and what it signs; nothing of it is verified yet. */
export interface Authorization {
  readonly form: "header" | "query";
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower-case names, in the order of the request. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20130524T000000Z`. */
  readonly timestamp: string;
  readonly timestampMs: number;
  readonly sessionToken?: string;
  /** Only in the query form. */
  readonly expiresInSeconds?: number;
}

/** Whether a request is signed, and if so by whom. */
export type ReadAuthorization =
  | { readonly outcome: "unsigned" }
  | { readonly outcome: "read"; readonly authorization: Authorization }
  | { readonly outcome: "refused"; readonly refusal: Refusal };
