import type { QueryCall } from "../query/query-call.ts";
import type { Pairs } from "../state/stored-object.ts";

/** What a call is about, there or not. */
export interface Located {
  readonly arn: string;
  /** What a denial says in place of the ARN. */
  readonly text?: string;
  readonly tags?: Pairs | undefined;
  /** The ARN of its permissions boundary. */
  readonly boundary?: string | undefined;
}

/** How to find what an operation is about. */
export interface Subject {
  /** As the Service Authorization Reference names the type; absent when an action takes only `*`. */
  readonly type?: string;
  readonly parameters: readonly string[];
  locate(call: QueryCall): Located;
}
