import type { AwsCall } from "../../aws/index.ts";
import type { SyncOptions } from "../options.ts";

const ALGORITHM = "server-side-encryption-customer-algorithm";

/** Calls with what they say of the customer's key that their objects are under; writes say it already. */
export function withCustomerKeys(
  calls: readonly AwsCall[],
  { sourceCustomerKey, write: { sseCustomer } }: Pick<SyncOptions, "sourceCustomerKey" | "write">,
): readonly AwsCall[] {
  return calls.map((call) => {
    const own = call.side === "source" ? sourceCustomerKey : sseCustomer;
    const parameters = {
      ...(READS.has(call.operation) && own && { [`x-amz-${ALGORITHM}`]: own.algorithm }),
      ...(call.from &&
        sourceCustomerKey && { [`x-amz-copy-source-${ALGORITHM}`]: sourceCustomerKey.algorithm }),
      ...call.parameters,
    };
    return { ...call, parameters };
  });
}

const READS: ReadonlySet<string> = new Set(["GetObject", "HeadObject"]);
