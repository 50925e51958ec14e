import type { JsonCall, JsonOperation, StatedAccess } from "../json/json-call.ts";
import {
  bytesOf,
  isNull,
  type JsonObject,
  numberOf,
  oneOf,
  requireText,
  textMapOf,
  textOf,
} from "../json/json-input.ts";
import { failedConstraint, jsonRefusal, validationException } from "../json/json-refusal.ts";
import { notImplemented } from "../refusal.ts";
import { type EncryptionContext, readSealed, seal, type SealedText, unseal } from "./ciphertext.ts";
import { requireAnything } from "../json/require-access.ts";
import { findKeyByArn, materialOf, readKeyReference } from "./find-key.ts";
import { requireKey, requireKeyAccess } from "./key-access.ts";
import {
  aliasContext,
  callerAccount,
  CONTEXT_KEYS,
  contextOf,
  keyOperation,
  requireState,
} from "./key-operation.ts";
import { incorrectKey, invalidCiphertext } from "./key-refusals.ts";
import type { KmsKey } from "./kms-tables.ts";

const ALGORITHM = "SYMMETRIC_DEFAULT";
const KEYS = ["kms:CallerAccount", ...CONTEXT_KEYS];
// KMS API Reference: GrantTokens shorten the wait for a grant, and here there is none.
const PASSED_OVER = ["GrantTokens"];

const encrypt = keyOperation({
  name: "Encrypt",
  members: ["Plaintext", "EncryptionContext", "EncryptionAlgorithm", "DryRun", ...PASSED_OVER],
  conditionKeys: CONTEXT_KEYS,
  takesAlias: true,
  isCrossAccount: true,
  needs: "enabled",
  context: ({ input }) => contextOf(input, "EncryptionContext"),
  run(call, key) {
    const plaintext = requireBytes(call.input, "Plaintext", 4096);
    requireAlgorithm(call.input, "EncryptionAlgorithm");
    refuseDryRun(call.input);
    return {
      CiphertextBlob: sealFor(call, key, { plaintext }),
      KeyId: key.arn,
      EncryptionAlgorithm: ALGORITHM,
    };
  },
});

const decryptAccess: StatedAccess = {
  action: "kms:Decrypt",
  resourceTypes: ["key"],
  conditionKeys: KEYS,
};

const decrypt: JsonOperation = {
  name: "Decrypt",
  members: [
    "CiphertextBlob",
    "EncryptionContext",
    "KeyId",
    "EncryptionAlgorithm",
    "DryRun",
    ...PASSED_OVER,
  ],
  access: [decryptAccess],
  writes: false,
  run(call) {
    const { input } = call;
    requireAlgorithm(input, "EncryptionAlgorithm");
    const opened = open(call, decryptAccess, {
      keyMember: "KeyId",
      contextMember: "EncryptionContext",
    });
    refuseDryRun(input);
    return {
      KeyId: opened.key.arn,
      Plaintext: base64(opened.plaintext),
      EncryptionAlgorithm: ALGORITHM,
    };
  },
};

const reEncryptFrom: StatedAccess = {
  action: "kms:ReEncryptFrom",
  resourceTypes: ["key"],
  conditionKeys: [...KEYS, "kms:ReEncryptOnSameKey"],
};
const reEncryptTo: StatedAccess = { ...reEncryptFrom, action: "kms:ReEncryptTo" };

const reEncrypt: JsonOperation = {
  name: "ReEncrypt",
  members: [
    "CiphertextBlob",
    "SourceEncryptionContext",
    "SourceKeyId",
    "DestinationKeyId",
    "DestinationEncryptionContext",
    "SourceEncryptionAlgorithm",
    "DestinationEncryptionAlgorithm",
    "DryRun",
    ...PASSED_OVER,
  ],
  access: [reEncryptFrom, reEncryptTo],
  writes: false,
  run(call) {
    const { input } = call;
    requireAlgorithm(input, "SourceEncryptionAlgorithm");
    requireAlgorithm(input, "DestinationEncryptionAlgorithm");
    const reference = readKeyReference(requireText(input, "DestinationKeyId"), call);
    const { sealed } = readCiphertext(input);
    const isSame = sealed !== undefined && sealed.keyArn.endsWith(`:key/${reference.id ?? ""}`);
    const same = { "kms:reencryptonsamekey": String(isSame) };
    const opened = open(call, reEncryptFrom, {
      keyMember: "SourceKeyId",
      contextMember: "SourceEncryptionContext",
      context: same,
    });
    const destination = requireKey(call, reference, {
      stated: reEncryptTo,
      context: {
        ...callerAccount(call),
        ...contextOf(input, "DestinationEncryptionContext"),
        ...aliasContext(reference),
        ...same,
      },
    });
    requireState(destination, "enabled");
    refuseDryRun(input);
    return {
      CiphertextBlob: sealFor(call, destination, {
        plaintext: opened.plaintext,
        contextMember: "DestinationEncryptionContext",
      }),
      SourceKeyId: opened.key.arn,
      KeyId: destination.arn,
      SourceEncryptionAlgorithm: ALGORITHM,
      DestinationEncryptionAlgorithm: ALGORITHM,
    };
  },
};

const generateDataKey = dataKeyOperation("GenerateDataKey");
const generateDataKeyWithoutPlaintext = dataKeyOperation("GenerateDataKeyWithoutPlaintext");

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

/** The operations that use key material. */
export const CRYPTOGRAPHIC_OPERATIONS: readonly JsonOperation[] = [
  encrypt,
  decrypt,
  reEncrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  generateRandom,
];

interface Opening {
  readonly keyMember: string;
  readonly contextMember: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** Decrypts what a request brings, for a caller who may. */
function open(
  call: JsonCall,
  stated: StatedAccess,
  { keyMember, contextMember, context = {} }: Opening,
): { readonly key: KmsKey; readonly plaintext: Uint8Array } {
  const { input, lab } = call;
  const { sealed } = readCiphertext(input);
  const named = textOf(input, keyMember);
  const request = {
    stated,
    context: { ...callerAccount(call), ...contextOf(input, contextMember), ...context },
  };
  if (named !== undefined) {
    const reference = readKeyReference(named, call);
    const key = requireKey(call, reference, {
      ...request,
      context: { ...request.context, ...aliasContext(reference) },
    });
    if (sealed === undefined) throw invalidCiphertext();
    if (sealed.keyArn !== key.arn) throw incorrectKey();
    return openWith(call, { key, sealed, context: textMapOf(input, contextMember) });
  }
  if (sealed === undefined) throw invalidCiphertext();
  const key = findKeyByArn(lab, sealed.keyArn);
  if (key?.region !== call.region) throw unknownCiphertext();
  requireKeyAccess(call, key, { ...request, isFromCiphertext: true });
  return openWith(call, { key, sealed, context: textMapOf(input, contextMember) });
}

function openWith(
  { lab }: JsonCall,
  {
    key,
    sealed,
    context,
  }: { readonly key: KmsKey; readonly sealed: SealedText; readonly context: EncryptionContext },
): { readonly key: KmsKey; readonly plaintext: Uint8Array } {
  requireState(key, "enabled");
  const plaintext = unseal(sealed, materialOf(lab, key), context);
  if (plaintext === undefined) throw invalidCiphertext();
  return { key, plaintext };
}

function readCiphertext(input: JsonObject): { readonly sealed: SealedText | undefined } {
  return { sealed: readSealed(requireBytes(input, "CiphertextBlob", 6144)) };
}

interface Sealing {
  readonly plaintext: Uint8Array;
  readonly contextMember?: string;
}

function sealFor(
  { lab, input }: JsonCall,
  key: KmsKey,
  { plaintext, contextMember = "EncryptionContext" }: Sealing,
): string {
  const context = textMapOf(input, contextMember);
  const material = materialOf(lab, key);
  return base64(seal(plaintext, { arn: key.arn, material }, { context, random: lab.random }));
}

function requireBytes(input: JsonObject, name: string, max: number): Uint8Array {
  const bytes = bytesOf(input, name);
  if (bytes === undefined) throw isNull(name);
  if (bytes.length === 0) {
    throw failedConstraint(name, undefined, "Member must have length greater than or equal to 1");
  }
  if (bytes.length <= max) return bytes;
  throw failedConstraint(name, undefined, `Member must have length less than or equal to ${max}`);
}

function dataKeyBytes(input: JsonObject): number {
  const count = numberOf(input, "NumberOfBytes", { min: 1, max: 1024 });
  const spec = oneOf(input, "KeySpec", ["AES_256", "AES_128"]);
  if (count === undefined && spec !== undefined) return spec === "AES_256" ? 32 : 16;
  if (count !== undefined && spec === undefined) return count;
  throw validationException("Please specify either number of bytes or key spec.");
}

function requireAlgorithm(input: JsonObject, name: string): void {
  const algorithm = textOf(input, name) ?? ALGORITHM;
  if (algorithm !== ALGORITHM) throw notImplemented(`the algorithm \`${algorithm}\``);
}

/** KMS API Reference, DryRun: what would have succeeded is answered with this error. */
function refuseDryRun(input: JsonObject): void {
  if (input["DryRun"] !== true) return;
  throw jsonRefusal(
    "DryRunOperationException",
    "The request would have succeeded, but the DryRun option is set.",
  );
}

function unknownCiphertext(): Error {
  return jsonRefusal(
    "AccessDeniedException",
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
