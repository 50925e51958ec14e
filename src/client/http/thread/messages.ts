import type { HttpHeaders, HttpRequest } from "../http-message.ts";
import type { PoolOptions } from "../http-pool.ts";

/** A host as another thread is told of it. */
export interface FarHost extends Omit<PoolOptions, "bandwidth"> {
  readonly origin: string;
}

/** A request whose answer is read whole: where it says up to how many bytes, a larger body is dropped. */
type FarRequest = Omit<HttpRequest, "signal" | "overwrites">;

/** What the thread is told: of a host, or of the exchange with that number. */
export type Order =
  | { readonly kind: "open"; readonly host: number; readonly as: FarHost }
  | { readonly kind: "close"; readonly host: number }
  | {
      readonly kind: "carry";
      readonly host: number;
      readonly id: number;
      readonly request: FarRequest;
    }
  | { readonly kind: "abort"; readonly id: number };

/** How an exchange ended: an answer without a body is one whose body was larger than wanted. */
export type Outcome =
  | {
      readonly kind: "answered";
      readonly id: number;
      readonly status: number;
      readonly headers: HttpHeaders;
      readonly body: Uint8Array | undefined;
    }
  | {
      readonly kind: "failed";
      readonly id: number;
      readonly message: string;
      readonly code: string | undefined;
    };
