import type { Call } from "../call.ts";
import type { JsonObject } from "./json-input.ts";

/** A call in AWS's JSON protocol: the operation is named in `X-Amz-Target`, the input is the body. */
export interface JsonCall extends Call {
  readonly input: JsonObject;
  /** The region that was signed for. */
  readonly region: string;
  /** The caller's. */
  readonly account: string;
}

/** What an operation asks of policies, in the words of the Service Authorization Reference. */
export interface StatedAccess {
  readonly action: string;
  /** Types of the resources that it names; none when it takes only `*`. */
  readonly resourceTypes: readonly string[];
  /** Keys of its own that a request carries; those of the resource types need not be named. */
  readonly conditionKeys: readonly string[];
}

/** A row of the table of a service's operations. */
export interface JsonOperation {
  /** As it stands behind the dot in `X-Amz-Target`. */
  readonly name: string;
  /** The members of the input that it understands. */
  readonly members: readonly string[];
  readonly access: readonly StatedAccess[];
  /** Whether it changes anything, and so must run in a transaction. */
  readonly writes: boolean;
  /** Authorizes, then acts; undefined for operations that have no output. */
  run(call: JsonCall): JsonObject | undefined;
}
