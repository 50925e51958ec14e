import { AwsError } from "../../aws/index.ts";
import { headOf } from "./examine.ts";
import type { BucketStore } from "../ports.ts";
import { receive } from "./receive.ts";
import type { Workbench } from "../run/workbench.ts";

/** An object to hand on as it arrives. */
export interface StreamDownload {
  readonly store: BucketStore;
  readonly key: string;
  /** Resolves when more may come. */
  readonly output: (chunk: Uint8Array) => Promise<void>;
}

/** Hands on an object as it is now, and resolves to its size; throws where there is none. */
export async function downloadStream(job: StreamDownload, bench: Workbench): Promise<number> {
  const { store, key } = job;
  const sseCustomer = bench.options.sourceCustomerKey;
  const entry = { key, size: 0, modifiedMs: 0 };
  const head = await headOf({ store, key, entry, sseCustomer }, bench);
  if (head === undefined) {
    const detail = { code: "404", message: "Not Found", status: 404, operation: "HeadObject" };
    throw new AwsError(detail);
  }
  return handOn({ ...job, etag: head.etag }, bench);
}

/**
 * Hands on an object's bytes in order, each once; resolves to how many. A body that breaks off is asked
 * for again, of the same version; what is handed on cannot be taken back, so a wrong checksum fails at the end.
 */
export async function handOn(
  { store, key, etag, output }: StreamDownload & { readonly etag: string | undefined },
  bench: Workbench,
): Promise<number> {
  let handedOn = 0;
  const accept = async (chunk: Uint8Array, position: number): Promise<void> => {
    const fresh = chunk.subarray(Math.max(0, handedOn - position));
    if (fresh.length === 0) return;
    handedOn += fresh.length;
    await output(fresh);
  };
  await receive({ store, key, ifMatch: etag, accept }, bench);
  return handedOn;
}
