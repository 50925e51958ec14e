import type { Placement } from "./scenario.ts";
import type { S3Access } from "./s3-requests.ts";

/** What a server did since it was asked to count anew. */
export interface ServerCounts {
  readonly operations: Readonly<Record<string, number>>;
  readonly keysListed: number;
  readonly cpuSeconds: number;
}

/** A server to measure against. */
export interface Bed {
  /** What it is, for the report. */
  readonly says: string;
  readonly access: S3Access;
  /** Makes it seem so far away; a string says why it cannot. */
  place(placement: Placement): Promise<string | undefined>;
  /** A bucket with so many objects; a string says why there is none. */
  source(objects: number, bytesEach: number): Promise<{ readonly bucket: string } | string>;
  /** Another bucket with the same objects. */
  twin(objects: number, bytesEach: number): Promise<{ readonly bucket: string } | string>;
  /** A bucket with nothing in it. */
  emptyBucket(): Promise<string>;
  /** Keeps the bytes of what is uploaded, or only their number, where the server can forget them. */
  keepBytes(keep: boolean): Promise<"kept" | "forgotten">;
  countAnew(): Promise<void>;
  /** Undefined where the server does not count. */
  counts(): Promise<ServerCounts | undefined>;
  stop(): Promise<void>;
}
