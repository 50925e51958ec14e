import { headerOf } from "../http/lab-request.ts";
import { Refusal } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";
import type { Slice } from "./byte-range.ts";
import { checksumHeaders } from "./checksum-headers.ts";
import { readPartNumber } from "./find-upload.ts";
import type { ObjectCall } from "./s3-call.ts";

/** One part of an object, and what readers are told of it. */
interface PartOfObject extends Slice {
  readonly headers: Readonly<Record<string, string>>;
  readonly sums: Readonly<Record<string, string>>;
}

/**
 * The part that a reader names with `partNumber`; an object that was not uploaded in parts is one
 * (API Reference, GetObject and HeadObject). Undefined when no part is named, or there is no byte in it.
 */
export function namedPart(call: ObjectCall, object: StoredObject): PartOfObject | undefined {
  if (!call.request.parameters.has("partNumber")) return undefined;
  const number = readPartNumber(call);
  if (headerOf(call.request, "range") !== undefined) throw rangeAndPart();
  const { body, partSizes, partSums, checksum } = object;
  const sizes = partSizes ?? [body.size];
  const size = sizes[number - 1];
  if (size === undefined) throw noSuchPart(number, sizes.length);
  if (body.size === 0) return undefined;
  const start = sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0);
  const value = partSums?.[number - 1];
  const ofPart = checksum && value !== undefined ? { ...checksum, value } : undefined;
  return {
    start,
    end: start + size,
    headers: partSizes === undefined ? {} : { "x-amz-mp-parts-count": String(sizes.length) },
    sums: checksumHeaders(partSizes === undefined ? checksum : ofPart),
  };
}

function rangeAndPart(): Refusal {
  return new Refusal({
    code: "InvalidRequest",
    status: 400,
    message: "Cannot specify both Range header and partNumber query parameter",
  });
}

function noSuchPart(number: number, count: number): Refusal {
  return new Refusal({
    code: "InvalidPartNumber",
    status: 416,
    message: "The requested partnumber is not satisfiable",
    elements: { ActualPartCount: String(count), PartNumberRequested: String(number) },
  });
}
