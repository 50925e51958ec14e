import type { Refusal } from "../sigv4/refusal.ts";

/** Who a request says it is from by signature version 2; nothing of it is verified yet. */
export interface AuthorizationV2 {
  readonly form: "header" | "query";
  readonly accessKeyId: string;
  readonly signature: string;
  /** The line of what is signed that holds the date, or in the query form the end of the URL's life. */
  readonly dateLine: string;
  /** As it was sent: of the signature, or of the URL's end. */
  readonly timestamp: string;
  readonly timestampMs: number;
  readonly sessionToken?: string;
}

/** Whether a request is signed with version 2, and if so by whom. */
export type ReadAuthorizationV2 =
  | { readonly outcome: "absent" }
  | { readonly outcome: "read"; readonly authorization: AuthorizationV2 }
  | { readonly outcome: "refused"; readonly refusal: Refusal };
