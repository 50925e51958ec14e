import type { Profile } from "../profile/load-profile.ts";
import { callsTo } from "./call-aws.ts";
import { sdkClients } from "./sdk-clients.ts";

/** Which buckets, and how many to a page. */
export interface BucketsWanted {
  readonly pageSize?: number | undefined;
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
}

/** A bucket of the caller's account. */
export interface ListedBucket {
  readonly name: string;
  readonly createdMs: number;
}

/** The buckets of the caller's account, page by page. */
export async function* listBuckets(
  profile: Profile,
  wanted: BucketsWanted,
): AsyncGenerator<readonly ListedBucket[], void, undefined> {
  const { ListBucketsCommand } = await import("@aws-sdk/client-s3");
  const client = await sdkClients(profile).s3();
  const call = callsTo("s3", profile);
  let token: string | undefined;
  do {
    const command = new ListBucketsCommand({
      ...(wanted.pageSize !== undefined && { MaxBuckets: wanted.pageSize }),
      ...(wanted.prefix !== undefined && { Prefix: wanted.prefix }),
      ...(wanted.region !== undefined && { BucketRegion: wanted.region }),
      ...(token !== undefined && { ContinuationToken: token }),
    });
    const { Buckets = [], ContinuationToken } = await call("ListBuckets", () =>
      client.send(command),
    );
    yield Buckets.map(({ Name: name = "", CreationDate }) => ({
      name,
      createdMs: CreationDate?.getTime() ?? 0,
    }));
    token = ContinuationToken;
  } while (token !== undefined);
}
