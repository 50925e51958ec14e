import { jsonRefusal } from "../json/json-refusal.ts";
import type { Refusal } from "../refusal.ts";

// Codes: KMS API Reference, Errors of each operation. Texts: answers of KMS as public test suites record them.

export function notFound(message: string): Refusal {
  return jsonRefusal("NotFoundException", message);
}

export function keyNotFound(arn: string): Refusal {
  return notFound(`Key '${arn}' does not exist`);
}

export function aliasNotFound(arn: string): Refusal {
  return notFound(`Alias ${arn} is not found.`);
}

export function invalidState(message: string): Refusal {
  return jsonRefusal("KMSInvalidStateException", message);
}

export function invalidCiphertext(): Refusal {
  return jsonRefusal("InvalidCiphertextException", "");
}

export function incorrectKey(): Refusal {
  return jsonRefusal(
    "IncorrectKeyException",
    "The key ID in the request does not identify a CMK that can perform this operation.",
  );
}

export function malformedKeyPolicy(message: string): Refusal {
  return jsonRefusal("MalformedPolicyDocumentException", message);
}
