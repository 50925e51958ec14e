import { AwsError } from "../../aws/index.ts";
import { compareSums } from "../compare/content-sums.ts";
import type { CopyJob } from "./copy-job.ts";
import { headOf } from "./examine.ts";
import { isTaken } from "./is-taken.ts";
import type { WrittenObject } from "../ports.ts";
import type { Workbench } from "../run/workbench.ts";

/**
 * What a copy has written that was refused because its name is taken, where the name is taken by the
 * copy itself: the answer to the first attempt was lost. Throws the refusal otherwise.
 */
export async function copiedAlready(
  { from, to, entry }: CopyJob,
  refusal: unknown,
  bench: Workbench,
): Promise<WrittenObject> {
  if (!isTaken(refusal)) throw refusal;
  const sseCustomer = bench.options.sourceCustomerKey;
  const own = bench.options.write.sseCustomer;
  const [source, there] = await Promise.all([
    headOf({ ...from, entry, sseCustomer }, bench),
    headOf({ ...to, entry, sseCustomer: own }, bench),
  ]).catch((error: unknown) => {
    // Where S3 does not show what is there, its first word holds; without any answer nothing is known.
    if (error instanceof AwsError && error.detail.status < 500) throw refusal;
    throw error;
  });
  if (source === undefined || there === undefined) throw refusal;
  if (compareSums(source.sums, there.sums) !== "same") throw refusal;
  return { etag: there.etag, sums: there.sums };
}
