import type { JsonOperation, StatedAccess } from "../json/json-call.ts";
import { requireText } from "../json/json-input.ts";
import {
  ALGORITHM,
  base64,
  CRYPTOGRAPHIC_KEYS,
  PASSED_OVER,
  refuseDryRun,
  requireAlgorithm,
  requireBytes,
  sealFor,
} from "./cryptographic-input.ts";
import { readKeyReference } from "./find-key.ts";
import { requireKey } from "./key-access.ts";
import {
  aliasContext,
  callerAccount,
  CONTEXT_KEYS,
  contextOf,
  keyOperation,
  requireState,
} from "./key-operation.ts";
import { openCiphertext, readCiphertext } from "./open-ciphertext.ts";

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
  conditionKeys: CRYPTOGRAPHIC_KEYS,
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
    const opened = openCiphertext(call, decryptAccess, {
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
  conditionKeys: [...CRYPTOGRAPHIC_KEYS, "kms:ReEncryptOnSameKey"],
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
    const sealed = readCiphertext(input);
    const isSame = sealed !== undefined && sealed.keyArn.endsWith(`:key/${reference.id ?? ""}`);
    const same = { "kms:reencryptonsamekey": String(isSame) };
    const opened = openCiphertext(call, reEncryptFrom, {
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

/** The operations that encrypt and decrypt. */
export const ENCRYPTION_OPERATIONS: readonly JsonOperation[] = [encrypt, decrypt, reEncrypt];
