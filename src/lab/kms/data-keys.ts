import type { JsonOperation, StatedAccess } from "../json/json-call.ts";
import { type JsonObject, numberOf, oneOf } from "../json/json-input.ts";
import { validationException } from "../json/json-refusal.ts";
import { requireAnything } from "../json/require-access.ts";
import { base64, PASSED_OVER, refuseDryRun, sealFor } from "./cryptographic-input.ts";
import { CONTEXT_KEYS, contextOf, keyOperation } from "./key-operation.ts";

function dataKeyOperation(
  name: "GenerateDataKey" | "GenerateDataKeyWithoutPlaintext",
): JsonOperation {
  return keyOperation({
    name,
    members: ["EncryptionContext", "NumberOfBytes", "KeySpec", "DryRun", ...PASSED_OVER],
    conditionKeys: CONTEXT_KEYS,
    takesAlias: true,
    isCrossAccount: true,
    needs: "enabled",
    context: ({ input }) => contextOf(input, "EncryptionContext"),
    run(call, key) {
      const plaintext = call.lab.random(dataKeyBytes(call.input));
      refuseDryRun(call.input);
      return {
        CiphertextBlob: sealFor(call, key, { plaintext }),
        ...(name === "GenerateDataKey" && { Plaintext: base64(plaintext) }),
        KeyId: key.arn,
      };
    },
  });
}

const randomAccess: StatedAccess = {
  action: "kms:GenerateRandom",
  resourceTypes: [],
  conditionKeys: [],
};

/** It has no condition keys of its own but those of enclaves. */
const generateRandom: JsonOperation = {
  name: "GenerateRandom",
  members: ["NumberOfBytes"],
  access: [randomAccess],
  writes: false,
  run(call) {
    const count = numberOf(call.input, "NumberOfBytes", { min: 1, max: 1024 });
    requireAnything(call, randomAccess);
    if (count === undefined) throw validationException("NumberOfBytes is required.");
    return { Plaintext: base64(call.lab.random(count)) };
  },
};

/** The operations that make random bytes. */
export const DATA_KEY_OPERATIONS: readonly JsonOperation[] = [
  dataKeyOperation("GenerateDataKey"),
  dataKeyOperation("GenerateDataKeyWithoutPlaintext"),
  generateRandom,
];

function dataKeyBytes(input: JsonObject): number {
  const count = numberOf(input, "NumberOfBytes", { min: 1, max: 1024 });
  const spec = oneOf(input, "KeySpec", ["AES_256", "AES_128"]);
  if (count === undefined && spec !== undefined) return spec === "AES_256" ? 32 : 16;
  if (count !== undefined && spec === undefined) return count;
  throw validationException("Please specify either number of bytes or key spec.");
}
