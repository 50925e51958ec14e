import { ListMultipartUploadsCommand, S3Client } from "@aws-sdk/client-s3";
import type { Credentials } from "../../src/aws/index.ts";
import { createBucketStore, type OpenBucketStore } from "../../src/client/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld, type World } from "../../src/policy/index.ts";
import { FaultProxy } from "./fault-proxy.ts";

/** Where a bucket's requests go: straight to the lab, or past all that can befall them. */
type Way = "straight" | "troubled";

interface StoreOptions {
  readonly bucket: "source" | "destination";
  readonly way: Way;
  /** Who asks, and who asks once their keys have ended. */
  readonly profiles: readonly [first: string, ...next: string[]];
  readonly attempts?: number;
  /** How long an answer is waited for. */
  readonly timeoutMs?: number;
}

/** A lab with two buckets of two accounts, behind a proxy that does harm, at any time of day. */
export interface FaultStage {
  readonly proxy: FaultProxy;
  /** Faults of the lab's own. */
  readonly faults: readonly unknown[];
  /** The time for the lab and for those who ask it. */
  nowMs: number;
  store(options: StoreOptions): OpenBucketStore;
  credentialsOf(profile: string): Credentials;
  /** How many uploads in parts are unfinished in the bucket `destination`. */
  uploadsUnder(prefix: string): Promise<number>;
  close(): Promise<void>;
}

export async function openFaultStage(): Promise<FaultStage> {
  const faults: unknown[] = [];
  const clock = { nowMs: Date.UTC(2026, 0, 1) };
  const now = (): number => clock.nowMs;
  const lab = await startLab({ world: world(), now, onFault: (fault) => faults.push(fault) });
  const proxy = await FaultProxy.start(lab.port);
  const credentialsOf = (profile: string): Credentials => lab.principal(profile).credentials;
  return Object.assign(clock, {
    proxy,
    faults,
    credentialsOf,
    store: (options: StoreOptions) => openStore(options, { lab, proxy, now }),
    uploadsUnder: async (prefix: string) => {
      const client = new S3Client({
        endpoint: lab.url,
        region: "us-east-1",
        credentials: credentialsOf("writer"),
        forcePathStyle: true,
        systemClockOffset: clock.nowMs - Date.now(),
      });
      const answer = await client.send(
        new ListMultipartUploadsCommand({ Bucket: "destination", Prefix: prefix }),
      );
      client.destroy();
      return answer.Uploads?.length ?? 0;
    },
    close: async () => {
      await proxy.close();
      await lab.close();
    },
  });
}

interface Servers {
  readonly lab: Lab;
  readonly proxy: FaultProxy;
  readonly now: () => number;
}

function openStore(
  { bucket, way, profiles, attempts = 1, timeoutMs = 10_000 }: StoreOptions,
  { lab, proxy, now }: Servers,
): OpenBucketStore {
  let current = 0;
  return createBucketStore({
    bucket,
    region: "us-east-1",
    // Look-ups of this name, too, may meet faults.
    endpoint: way === "straight" ? lab.url : `http://localhost:${proxy.port}`,
    credentials: ({ forceRefresh = false } = {}) => {
      if (forceRefresh) current = Math.min(current + 1, profiles.length - 1);
      return Promise.resolve(lab.principal(profiles[current] ?? profiles[0]).credentials);
    },
    maxAttempts: attempts,
    timeoutMs,
    timing: {
      now,
      random: () => 0.5,
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
    },
  });
}

/** `reader` may read `source` alone, `writer` may write `destination` alone, `both` may do both. */
function world(): World {
  const administrator = { managedPolicies: ["AdministratorAccess"] };
  const parsed = parseWorld({
    accounts: {
      "111111111111": {
        name: "source",
        users: {
          reader: { profile: "reader", ...administrator },
          "reader-2": { profile: "reader-2", ...administrator },
        },
        buckets: {
          source: {
            region: "us-east-1",
            policy: {
              Version: "2012-10-17",
              Statement: {
                Effect: "Allow",
                Principal: {
                  AWS: [
                    "arn:aws:iam::222222222222:user/both",
                    "arn:aws:iam::222222222222:user/both-2",
                  ],
                },
                Action: ["s3:ListBucket", "s3:GetObject", "s3:GetObjectTagging"],
                Resource: ["arn:aws:s3:::source", "arn:aws:s3:::source/*"],
              },
            },
          },
        },
      },
      "222222222222": {
        name: "destination",
        users: {
          writer: { profile: "writer", ...administrator },
          "writer-2": { profile: "writer-2", ...administrator },
          both: { profile: "both", ...administrator },
          "both-2": { profile: "both-2", ...administrator },
        },
        buckets: { destination: { region: "us-east-1" } },
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
