import { AwsError, ToldError } from "../../aws/index.ts";
import { lengthOf } from "./parts.ts";
import type { BucketStore, ByteRange, CustomerKey, GetOptions, ObjectBody } from "../ports.ts";
import { request, type Workbench } from "../run/workbench.ts";

/** How often a body is asked for again after it broke off: the AWS CLI's number. */
const ATTEMPTS = 5;

/** An object, or a range of it, to read. */
export interface Wanted {
  readonly store: BucketStore;
  readonly key: string;
  readonly range?: ByteRange;
  readonly ifMatch?: string | undefined;
  /** The memory that the chunks of a range may stand in, each until the next one is asked for. */
  readonly overwrites?: GetOptions["overwrites"];
  /** The key of an object that is not of the source. */
  readonly sseCustomer?: CustomerKey | undefined;
  /** Takes each chunk, of a range only for as long as this takes, with its position from the start of what is wanted; may see a position again. */
  readonly accept: (chunk: Uint8Array, position: number) => Promise<void>;
}

/** What is known of an object once its bytes are there. */
export type Received = Omit<ObjectBody, "bytes">;

/** Reads a body whole; one that breaks off on its way is read again from the start. */
export async function receive(wanted: Wanted, bench: Workbench): Promise<Received> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await request(bench, () => tryOnce(wanted, bench));
    if (!(outcome instanceof BrokenBody)) return outcome;
    if (attempt === ATTEMPTS || bench.signal.aborted) throw outcome.cause;
  }
}

/** A body that broke off while it was read: the one fault that reading again can mend. */
class BrokenBody {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

async function tryOnce(wanted: Wanted, bench: Workbench): Promise<Received | BrokenBody> {
  const { store, key, range, overwrites, ifMatch } = wanted;
  const { sseCustomer = bench.options.sourceCustomerKey } = wanted;
  const { signal } = bench;
  const body = await store.getObject(key, {
    signal,
    ...(sseCustomer && { sseCustomer }),
    ...(range === undefined ? {} : { range, overwrites }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  });
  const expected = range === undefined ? body.size : lengthOf(range);
  const chunks = body.bytes[Symbol.asyncIterator]();
  let position = 0;
  let isAtEnd = false;
  try {
    for (let next = await pull(chunks); next !== undefined; next = await pull(chunks)) {
      if (next instanceof BrokenBody) return next;
      if (position + next.length > expected) return wrongLength(wanted, expected);
      await wanted.accept(next, position);
      position += next.length;
    }
    isAtEnd = true;
  } finally {
    if (!isAtEnd) await chunks.return?.().catch(() => undefined);
  }
  if (position !== expected) return wrongLength(wanted, expected);
  return body;
}

async function pull(
  chunks: AsyncIterator<Uint8Array>,
): Promise<Uint8Array | BrokenBody | undefined> {
  try {
    const next = await chunks.next();
    return next.done === true ? undefined : next.value;
  } catch (error) {
    if (error instanceof AwsError) throw error;
    return new BrokenBody(error);
  }
}

function wrongLength({ store, key }: Wanted, expected: number): BrokenBody {
  return new BrokenBody(
    new ToldError({
      en: `cannot read \`s3://${store.bucket}/${key}\`: the body did not have the ${expected} bytes that were announced`,
      ja: `\`s3://${store.bucket}/${key}\` を読み取れません。本文が、示された ${expected} バイトではありませんでした`,
    }),
  );
}
