import { AwsError } from "../../aws/index.ts";
import type { TransferReason } from "../compare/change.ts";
import { createRunningSum, type Sum } from "../checksum/checksum.ts";
import {
  compareSums,
  compareWithFile,
  type ContentVerdict,
  sumOfFile,
} from "../compare/content-sums.ts";
import { descriptionOfCopy, describesSame } from "../compare/describes-same.ts";
import type { BucketStore, CustomerKey, Entry, ObjectDescription, ObjectHead } from "../ports.ts";
import { receive } from "./receive.ts";
import { request, type Workbench } from "../run/workbench.ts";

/** An object, as it was listed, under its full key. */
export interface ListedObject {
  readonly store: BucketStore;
  readonly key: string;
  readonly entry: Entry;
  readonly sseCustomer?: CustomerKey | undefined;
}

/** Says why one object must be copied onto another of its size, if it must. */
export async function examineObjects(
  [source, destination]: readonly [ListedObject, ListedObject],
  bench: Workbench,
): Promise<TransferReason | undefined> {
  const { options } = bench;
  // Equal ETags are of equal contents, whatever they are made of; unequal ones say nothing.
  const { etag } = source.entry;
  const haveOneEtag = etag !== undefined && etag === destination.entry.etag;
  if (haveOneEtag && !options.compareMetadata) return undefined;
  const [from, to] = await Promise.all([headOf(source, bench), headOf(destination, bench)]);
  if (from === undefined || to === undefined) return "content";
  const asksForContent = options.checksum && !haveOneEtag;
  const byContent = asksForContent
    ? reasonFor(await compareBoth([source, from.sums], [destination, to.sums], bench))
    : undefined;
  if (byContent !== undefined || !options.compareMetadata) return byContent;
  const wanted = descriptionOfCopy(from.description, options);
  return describesSame(wanted, to.description) ? undefined : "metadata";
}

/** Says why a file must be written to an object of its size, or read from it, if it must. */
export async function examineFile(
  file: { readonly path: string; readonly description?: ObjectDescription },
  object: ListedObject,
  bench: Workbench,
): Promise<TransferReason | undefined> {
  const { checksum } = bench.options;
  // A listing does not tell whether an ETag is an MD5; where it is the file's, nothing need be asked.
  const hasItsEtag = checksum && (await isEtagOf(file.path, object.entry.etag));
  const { description } = file;
  if (hasItsEtag && description === undefined) return undefined;
  const head = await headOf(object, bench);
  if (head === undefined) return "content";
  const asksForContent = checksum && !hasItsEtag;
  const byContent = asksForContent
    ? reasonFor(await compareWithFile(file.path, await sumsOf([object, head.sums], bench)))
    : undefined;
  if (byContent !== undefined || description === undefined) return byContent;
  return describesSame(description, head.description) ? undefined : "metadata";
}

type Summed = readonly [object: ListedObject, sums: readonly Sum[]];

async function compareBoth(a: Summed, b: Summed, bench: Workbench): Promise<ContentVerdict> {
  const verdict = compareSums(a[1], b[1]);
  if (verdict !== "unknown" || !bench.options.readsToCompare) return verdict;
  return compareSums([await readSum(a[0], bench)], [await readSum(b[0], bench)]);
}

/** The sums that S3 has, or one of the bytes where it has none and they may be read. */
async function sumsOf([object, sums]: Summed, bench: Workbench): Promise<readonly Sum[]> {
  if (sums.length > 0 || !bench.options.readsToCompare) return sums;
  return [await readSum(object, bench)];
}

async function readSum({ store, key, sseCustomer }: ListedObject, bench: Workbench): Promise<Sum> {
  let running = createRunningSum("CRC64NVME");
  const accept = (chunk: Uint8Array, position: number): Promise<void> => {
    if (position === 0) running = createRunningSum("CRC64NVME");
    running.update(chunk);
    return Promise.resolve();
  };
  await receive({ store, key, sseCustomer, accept }, bench);
  return { algorithm: "CRC64NVME", value: running.base64() };
}

/** What S3 says of an object now, with its sums; undefined when it is gone. */
export async function headOf(
  { store, key, sseCustomer }: ListedObject,
  bench: Workbench,
): Promise<ObjectHead | undefined> {
  const { signal } = bench;
  const options = { signal, checksums: true, ...(sseCustomer && { sseCustomer }) };
  try {
    return await request(bench, () => store.headObject(key, options));
  } catch (error) {
    if (error instanceof AwsError && error.detail.status === 404) return undefined;
    throw error;
  }
}

async function isEtagOf(path: string, etag: string | undefined): Promise<boolean> {
  if (etag === undefined || !/^[0-9a-f]{32}$/.test(etag)) return false;
  return (await sumOfFile(path, "MD5")) === Buffer.from(etag, "hex").toString("base64");
}

function reasonFor(verdict: ContentVerdict): TransferReason | undefined {
  switch (verdict) {
    case "same":
      return undefined;
    case "different":
      return "content";
    case "unknown":
      return "incomparable";
  }
}
