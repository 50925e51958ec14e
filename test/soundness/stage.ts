import { randomBytes } from "node:crypto";
import { s3Arn } from "../../src/aws/index.ts";
import { type Job, profileOf } from "../../src/app/job.ts";
import { createRequestHandler } from "../../src/lab/http/in-process.ts";
import { makeDataKey, namedObjectKey } from "../../src/lab/kms/object-keys.ts";
import { ensureS3Key } from "../../src/lab/kms/s3-managed-key.ts";
import type { LabRequestHandler } from "../../src/lab/index.ts";
import { newCustomerEncryption } from "../../src/lab/s3/encryption-customer.ts";
import { receiverOf } from "../../src/lab/s3/encryption-bodies.ts";
import { putVersion } from "../../src/lab/s3/version-rows.ts";
import { serve } from "../../src/lab/serve.ts";
import type { BucketRow } from "../../src/lab/state/s3-tables.ts";
import type { LabState } from "../../src/lab/state/lab-state.ts";
import { openLabState } from "../../src/lab/state/open-lab-state.ts";
import type { StoredObject } from "../../src/lab/state/stored-object.ts";
import type { Side } from "../../src/aws/index.ts";
import type { CustomerKey } from "../../src/sync/index.ts";
import type { Decision, World } from "../../src/policy/index.ts";
import { poolRandomBytes } from "../../src/lab/random-ids.ts";
import { ownNameOf } from "./build-door.ts";
import { memoryStore } from "./memory-store.ts";
import { type InProcessBucket, inProcessBucket } from "./in-process-bucket.ts";

/** A lab of a world in this process, with objects in its buckets. */
export interface Stage {
  /** The bucket of one side of a job, as the identity that asks for it. */
  bucket(job: Job, side: Side): InProcessBucket;
  /** The last refusal since it was asked for, with all that it rests on, where decisions are watched. */
  takeRefusal(): Decision | undefined;
  close(): Promise<void>;
}

/** An object, and the customer's key that it is under. */
interface StagedObject {
  readonly bucket: string;
  readonly key: string;
  readonly sseCustomer?: CustomerKey | undefined;
}

/** What is there before anything is asked, and whether decisions are watched: a lab that nobody watches is faster. */
export interface StageOptions {
  readonly objects: readonly StagedObject[];
  readonly tagged: boolean;
  readonly isWatched: boolean;
}

export async function openStage(world: World, options: StageOptions): Promise<Stage> {
  const faults: unknown[] = [];
  let refusal: Decision | undefined;
  const state = await openLabState({
    world,
    dataDirectory: undefined,
    store: memoryStore(),
    now: Date.now,
    random: poolRandomBytes(randomBytes),
  });
  const lab: LabState = options.isWatched
    ? { ...state.lab, decisionLog: watchOf((decision) => (refusal = decision)) }
    : state.lab;
  await seed(lab, options);
  const handler: LabRequestHandler = createRequestHandler((incoming) =>
    serve(lab, incoming, (fault) => faults.push(fault)),
  );
  return {
    bucket(job, side) {
      const { [side]: place, identities } = job;
      if (place.kind === "local") throw new Error(`the ${side} is local`);
      const { bucket } = place;
      const profile = profileOf(job, side);
      const principal = state.principals.find((each) => each.profile === profile);
      if (principal === undefined) throw new Error(`nobody has the profile \`${profile ?? ""}\``);
      const endpoint = endpointOf(world, principal.profile);
      return inProcessBucket({
        handler,
        bucket,
        region: lab.s3.buckets.get([ownNameOf(bucket)])?.region ?? "us-east-1",
        credentials: principal.credentials,
        host: endpoint === undefined ? "127.0.0.1" : `${endpoint}.localhost`,
        requestPayer: identities.requestPayer === true,
      });
    },
    takeRefusal() {
      const taken = refusal;
      refusal = undefined;
      return taken;
    },
    async close() {
      await state.close();
      const [fault] = faults;
      if (fault !== undefined) throw fault as Error;
    },
  };
}

/** A log that keeps nothing and tells of what is not allowed. */
function watchOf(onRefusal: (decision: Decision) => void): NonNullable<LabState["decisionLog"]> {
  return {
    write(decision) {
      if (decision.outcome !== "allowed") onRefusal(decision);
    },
    find: () => Promise.resolve([]),
    close: () => undefined,
  };
}

/** The VPC endpoint that a profile's requests come through. */
function endpointOf(world: World, profile: string): string | undefined {
  const signIns = Object.values(world.accounts).flatMap(({ users, roles }) => [
    ...Object.values(users),
    ...Object.values(roles).flatMap(({ sessions }) => Object.values(sessions)),
  ]);
  return signIns.find((each) => each.profile === profile)?.endpoint;
}

/** Puts objects as the buckets' owners would have, whom nothing limits. */
async function seed(lab: LabState, { objects, tagged }: StageOptions): Promise<void> {
  const made = await Promise.all(
    objects.map(async (object) => {
      const { bucket, key } = object;
      const { dataKey, ...sealing } = await sealingOf(lab, object);
      const body = await receiverOf(lab, dataKey).receive(onePiece());
      const described: Omit<StoredObject, "body"> = {
        contentType: "text/plain",
        storageClass: "STANDARD",
        etag: Buffer.from(body.md5).toString("hex"),
        modifiedMs: lab.now(),
        ...sealing,
        ...(tagged && { tags: [["team", "blue"]] }),
      };
      return { bucket: bucketNamed(lab, bucket), key, body, object: described };
    }),
  );
  const received = made.map(({ body }) => body);
  await lab.bodies.transaction(received, (bodies) => {
    for (const { bucket, key, body, object } of made) {
      putVersion({ lab, bucket, key, bodies }, { ...object, body: bodies.keep(body) });
    }
  });
}

function bucketNamed(lab: LabState, name: string): BucketRow {
  const row = lab.s3.buckets.get([name]);
  if (row === undefined) throw new Error(`the world has no bucket \`${name}\``);
  return row;
}

async function* onePiece(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from("content"));
}

/** Encrypts as the bucket's default says, with the owner's eyes on the name of the key. */
async function sealingOf(
  lab: LabState,
  { bucket: name, key, sseCustomer }: StagedObject,
): Promise<Pick<StoredObject, "encryption"> & { readonly dataKey?: Uint8Array }> {
  if (sseCustomer !== undefined) {
    return newCustomerEncryption({ bytes: sseCustomer.key, md5: "" }, lab);
  }
  const bucket = lab.s3.buckets.get([name]);
  const asked = bucket?.settings?.encryption;
  if (bucket === undefined || asked?.algorithm !== "aws:kms") return {};
  const { kmsKey = "alias/aws/s3", bucketKey } = asked;
  const { account, region } = bucket;
  if (kmsKey.endsWith("alias/aws/s3")) await ensureS3Key(lab, account, region);
  const found = namedObjectKey(lab, kmsKey, { account, region }).key;
  if (found === undefined) return {};
  const arn = bucketKey ? s3Arn(name) : s3Arn(name, key);
  const { plaintext, sealed } = makeDataKey(lab, found, { "aws:s3:arn": arn });
  return {
    encryption: { kind: "kms", keyArn: found.arn, dataKey: sealed, hasBucketKey: bucketKey },
    dataKey: plaintext,
  };
}
