import { type Facts, inPartitionOf, type Need, needsOf, withKeyNeeds } from "../../access/index.ts";
import type { AwsCall, ObjectScope, S3Operation, Side } from "../../aws/index.ts";
import type { BucketStore } from "../../sync/index.ts";
import type { AskedClients } from "../clients.ts";
import type { Job } from "../job.ts";
import { heedsConditions } from "./heeds-conditions.ts";
import type { ProbeCall } from "./probe.ts";
import type { SampleKeys } from "./sample-keys.ts";

/** A probe that can be sent; one without `send` lacks a key to ask about. */
export interface Attempt {
  readonly call: ProbeCall;
  /** Resolves where AWS lets it, to what takes back what it began. */
  readonly send?: () => Promise<Undo | undefined>;
  /** What must be allowed first, so that it can be taken back. */
  readonly guard?: Attempt;
}

/** Takes back what a probe began. */
export interface Undo {
  readonly upload: string;
  readonly send: () => Promise<void>;
}

/** What attempts are made of. */
export interface Bench {
  readonly job: Job;
  readonly clients: AskedClients;
  readonly keys: SampleKeys;
  readonly factsOf: (side: Side) => Facts | undefined;
  readonly signal: AbortSignal;
}

/** An ETag that no object has, and the id of an upload that nobody began. */
const NO_ETAG = "sluice-probe-of-no-object";
const NO_UPLOAD = "sluice-probe-of-no-upload";

/** One probe for each kind of call that the run sends and that can be tried without an effect. */
export function attemptsOf(bench: Bench): readonly Attempt[] {
  return [
    ...readsOfInventory(bench),
    ...readsOf("source", bench),
    ...readsOf("destination", bench),
    ...copiesOf(bench),
    ...putsOf(bench),
    ...uploadsOf(bench),
  ];
}

/** Its manifest is an object of which the key is known. */
function readsOfInventory(bench: Bench): readonly Attempt[] {
  const { clients, job, signal } = bench;
  const { inventory } = clients;
  if (inventory === undefined || job.inventory === undefined) return [];
  const { prefix: key } = inventory.place;
  const read = (): Promise<number> => readFirstByte(inventory.store, key, { signal });
  return [attempt(bench, { call: job.inventory.reads, key }, read)];
}

function readsOf(side: Side, bench: Bench): readonly Attempt[] {
  const { clients, job, signal } = bench;
  const key = side === "source" ? bench.keys.source : bench.keys.existing;
  const store = clients[side];
  if (store === undefined) return [];
  const customerKey =
    side === "source" ? job.options.sourceCustomerKey : job.options.write.sseCustomer;
  const get = { signal, ...(customerKey && { sseCustomer: customerKey }) };
  const reads: Readonly<Partial<Record<S3Operation, (of: string) => Promise<unknown>>>> = {
    HeadObject: (of) => store.headObject(of, { ...get, checksums: asksForSums(side, bench) }),
    GetObject: (of) => readFirstByte(store, of, get),
    GetObjectTagging: (of) => store.getObjectTagging(of, { signal }),
  };
  return Object.entries(reads).flatMap(([operation, send]) => {
    const call = readCallOf(operation as S3Operation, side, bench);
    if (call === undefined) return [];
    return [attempt(bench, { call, key }, () => send(key ?? ""))];
  });
}

/** To show a sum, S3 opens what KMS has encrypted. */
function asksForSums(side: Side, bench: Bench): boolean {
  return readCallOf("HeadObject", side, bench)?.parameters["x-amz-checksum-mode"] !== undefined;
}

/** A copy reads its source as GetObject does. */
function readCallOf(operation: S3Operation, side: Side, { job }: Bench): AwsCall | undefined {
  const calls = job.calls.filter((call) => call !== job.inventory?.reads);
  const own = calls.find((call) => call.operation === operation && call.side === side);
  const copy = job.calls.find((call) => call.operation === "CopyObject");
  if (own !== undefined || operation !== "GetObject" || copy?.from === undefined) return own;
  return side === "source" ? { operation, side, on: copy.from, parameters: {} } : undefined;
}

async function readFirstByte(
  store: Pick<BucketStore, "getObject">,
  key: string,
  get: Parameters<BucketStore["headObject"]>[1],
): Promise<number> {
  const body = await store.getObject(key, { ...get, range: { start: 0, end: 0 } });
  let size = 0;
  for await (const { length } of body.bytes) size += length;
  return size;
}

/** A copy of an object that has changed since: S3 answers 412 to whoever may copy it. */
function copiesOf(bench: Bench): readonly Attempt[] {
  const { clients, job, keys, signal } = bench;
  const call = job.calls.find(({ operation }) => operation === "CopyObject");
  const { destination, endpoint } = clients;
  if (call?.from === undefined || destination === undefined) return [];
  if (!heedsConditions(endpoint)) return [];
  const { bucket } = call.from;
  const { source: from = "", written: to = "" } = keys;
  const customerKey = job.options.sourceCustomerKey;
  const source = {
    bucket,
    key: from,
    ifMatch: NO_ETAG,
    ...(customerKey && { sseCustomer: customerKey }),
  };
  const key = keys.source === undefined ? undefined : keys.written;
  const sent = { ...call, from: exactly(call.from, from) };
  return [
    attempt(bench, { call: sent, key }, () =>
      destination.copyObject(source, to, { ...job.options.write, signal }),
    ),
  ];
}

function putsOf(bench: Bench): readonly Attempt[] {
  const { clients, job, keys, signal } = bench;
  const call = job.calls.find(({ operation }) => operation === "PutObject");
  const { attemptPut, endpoint } = clients;
  if (call === undefined || attemptPut === undefined || !heedsConditions(endpoint)) return [];
  const { existing: key } = keys;
  const parameters = { ...call.parameters, "if-none-match": "*" };
  return [
    attempt(bench, { call: { ...call, parameters }, key }, () =>
      attemptPut(key ?? "", { ...job.options.write, signal }),
    ),
  ];
}

/**
 * An upload is begun only where S3 lets it be given up: asked about one that is not there it says so to
 * whoever may. Nobody stops it half-way, or its id would be lost and it would stay.
 */
function uploadsOf(bench: Bench): readonly Attempt[] {
  const { clients, job, keys } = bench;
  const begin = job.calls.find(({ operation }) => operation === "CreateMultipartUpload");
  const end = job.calls.find(({ operation }) => operation === "AbortMultipartUpload");
  const { destination: store } = clients;
  const { written: key } = keys;
  if (!begin || !end || store === undefined || key === undefined) return [];
  const nothing = { key, uploadId: NO_UPLOAD, checksumAlgorithm: "CRC32" } as const;
  return [
    {
      call: callOf(bench, { call: begin, key }),
      guard: attempt(bench, { call: end, key }, () => store.abortMultipartUpload(nothing)),
      send: async () => {
        const upload = await store.createMultipartUpload(key, job.options.write);
        return { upload: upload.uploadId, send: () => store.abortMultipartUpload(upload) };
      },
    },
  ];
}

interface Asked {
  readonly call: AwsCall;
  readonly key: string | undefined;
}

function attempt(bench: Bench, asked: Asked, send: () => Promise<unknown>): Attempt {
  const call = callOf(bench, asked);
  if (asked.key === undefined) return { call };
  return {
    call,
    send: async () => {
      await send();
      return undefined;
    },
  };
}

function callOf({ factsOf }: Bench, { call, key }: Asked): ProbeCall {
  const { operation, side, on } = call;
  const where = { operation, side, bucket: on.bucket };
  if (key === undefined) return { ...where, asks: [], shows: [] };
  const needs = needsOf([{ ...call, on: exactly(on, key) }]);
  const asks = needs.flatMap((need) => {
    const facts = factsOf(need.side);
    return facts === undefined ? [need] : withKeyNeeds(inPartitionOf(facts, [need]), facts);
  });
  return { ...where, key, asks, shows: asks.filter((need) => isShown(operation, need)) };
}

/**
 * S3 asks for permission first, then looks whether the conditions hold, and only then for a key to write
 * with; an upload in parts is begun with a data key, which its parts decrypt.
 */
function isShown(operation: S3Operation, { via, action, essential }: Need): boolean {
  if (operation === "CopyObject" || operation === "PutObject")
    return via === undefined && essential;
  return operation !== "CreateMultipartUpload" || (essential && action !== "kms:Decrypt");
}

function exactly({ bucket }: ObjectScope, key: string): ObjectScope {
  return { bucket, keys: { kind: "key", key } };
}
