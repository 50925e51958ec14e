import { encodeKeyPath, percentEncode, type WireRequest } from "../../aws/index.ts";
import type { Identity } from "../authenticate.ts";
import type { Call } from "../call.ts";
import type { LabRequest } from "../http/lab-request.ts";
import { openPayload } from "../http/payload.ts";
import type { Reply } from "../http/reply.ts";
import { makeHostId, makeRequestId } from "../random-ids.ts";
import { requestContext } from "../request-context.ts";
import type { Bucket } from "../state/buckets.ts";
import type { LabState } from "../state/lab-state.ts";
import type { Pairs } from "../state/stored-object.ts";
import { noSuchBucket } from "./no-such.ts";
import { addS3Keys } from "./s3-context.ts";
import { perform } from "./s3-service.ts";

/** A request that a service of AWS sends to S3 with the keys of a role. */
export interface S3Message {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly bucket: Bucket | undefined;
  readonly bucketName: string;
  readonly key: string;
  readonly query?: Pairs;
  readonly headers?: Pairs;
  readonly body?: string;
}

/** What became of it, with the ids of the request. */
export interface S3Answer {
  readonly id: string;
  readonly hostId: string;
  readonly reply: () => Promise<Reply>;
}

/** Asks S3 as somebody whose keys the lab need not check; refusals are thrown by `reply`. */
export function sendAs(lab: LabState, identity: Identity, message: S3Message): S3Answer {
  const request = requestOf(lab, message);
  const { bucket, bucketName, key } = message;
  return {
    id: request.id,
    hostId: request.hostId,
    async reply() {
      if (bucket === undefined) throw noSuchBucket(bucketName);
      const target = { place: "object", bucket: bucketName, key } as const;
      return perform(callOf(lab, request, identity), { target, bucket });
    },
  };
}

/** The message as it would have come over the wire. */
export function requestOf(lab: LabState, message: S3Message): LabRequest {
  const { method, bucketName, key, query = [], headers = [], body = "" } = message;
  const bytes = Buffer.from(body, "utf8");
  const sent: WireRequest["headers"] = [
    ...headers.map(([name, value]) => [name, asSent(value)] as const),
    ["content-length", String(bytes.length)],
  ];
  return {
    wire: {
      method,
      path: `/${percentEncode(bucketName)}/${encodeKeyPath(key)}`,
      query: query.map(([name, value]) => `${name}=${percentEncode(value)}`).join("&"),
      headers: sent,
    },
    headers: new Map(sent),
    parameters: new Map(query),
    read: { outcome: "unsigned" },
    id: makeRequestId(lab.random),
    hostId: makeHostId(lab.random),
    sourceIp: "",
    isSecure: true,
    receivedMs: lab.now(),
    body: {
      async *[Symbol.asyncIterator]() {
        await Promise.resolve();
        if (bytes.length > 0) yield bytes;
      },
    },
  };
}

/** Header values are kept in the bytes that were sent. */
function asSent(value: string): string {
  return Buffer.from(value, "utf8").toString("latin1");
}

function callOf(lab: LabState, request: LabRequest, identity: Identity): Call {
  return {
    lab,
    request,
    identity,
    payload: openPayload(request, { declaration: { kind: "unsigned" } }),
    context: requestContext(lab, request, {
      identity,
      amend(context) {
        // The address that AWS's services call from is not documented.
        context.delete("aws:sourceip");
        addS3Keys(context, request, identity);
      },
    }),
  };
}
