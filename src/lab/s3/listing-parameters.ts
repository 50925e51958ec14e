import { urlEncodeKey } from "../../aws/index.ts";
import { sentListing } from "../../policy/index.ts";
import type { Permission } from "../authorize.ts";
import { invalidArgument } from "../refusal.ts";
import type { BucketCall } from "./s3-call.ts";

/** Reads a count such as `max-keys`: 1,000 when absent, and never more. */
export function readCount(call: BucketCall, name: string): number {
  const text = call.request.parameters.get(name);
  if (text === undefined || text === "") return 1000;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2 ** 31 - 1) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  }
  return Math.min(1000, Number(text));
}

/** How keys are written in an answer: as they are, or with `encoding-type=url` percent-encoded. */
export function readKeyEncoding(call: BucketCall): (key: string) => string {
  const type = call.request.parameters.get("encoding-type");
  if (type === undefined || type === "") return (key) => key;
  if (type === "url") return urlEncodeKey;
  throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type);
}

/** Condition keys of a listing; each is there only when its parameter is. */
export function listingContext(call: BucketCall): Permission["context"] {
  return Object.fromEntries(sentListing((name) => call.request.parameters.get(name)));
}
