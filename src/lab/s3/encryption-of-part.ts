import { invalidRequest } from "../refusal.ts";
import type { ObjectEncryption } from "../state/stored-object.ts";
import { requireCustomerKeysAllowed } from "./encryption-blocked.ts";
import { type CustomerKey, isCustomersKey, readCustomerKey } from "./encryption-customer.ts";
import type { ObjectCall } from "./s3-call.ts";

/** The customer's key of a part: that of its upload, in every part (API Reference, UploadPart). */
export function readPartKey(
  call: ObjectCall,
  encryption: ObjectEncryption | undefined,
): CustomerKey | undefined {
  const customerKey = readCustomerKey(call.request);
  if ((customerKey === undefined) !== (encryption?.kind !== "customer")) {
    throw invalidRequest(
      "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
    );
  }
  if (customerKey === undefined || encryption?.kind !== "customer") return undefined;
  requireCustomerKeysAllowed(call, "s3:PutObject");
  if (isCustomersKey(encryption, customerKey)) return customerKey;
  throw invalidRequest(
    "The provided encryption parameters did not match the ones used originally.",
  );
}
