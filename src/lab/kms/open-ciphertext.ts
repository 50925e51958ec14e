import type { JsonCall, StatedAccess } from "../json/json-call.ts";
import { type JsonObject, textMapOf, textOf } from "../json/json-input.ts";
import { accessDeniedException } from "../json/json-refusal.ts";
import { type EncryptionContext, readSealed, type SealedText, unseal } from "./ciphertext.ts";
import { requireBytes } from "./cryptographic-input.ts";
import { findKeyByArn, materialOf, readKeyReference } from "./find-key.ts";
import { requireKey, requireKeyAccess } from "./key-access.ts";
import { aliasContext, callerAccount, contextOf, requireState } from "./key-operation.ts";
import { incorrectKey, invalidCiphertext } from "./key-refusals.ts";
import type { KmsKey } from "./kms-tables.ts";

/** Which members of the input the ciphertext is opened by. */
interface Opening {
  readonly keyMember: string;
  readonly contextMember: string;
  readonly context?: Readonly<Record<string, string>>;
}

interface Opened {
  readonly key: KmsKey;
  readonly plaintext: Uint8Array;
}

/** Decrypts what a request brings, for a caller who may. */
export function openCiphertext(
  call: JsonCall,
  stated: StatedAccess,
  { keyMember, contextMember, context = {} }: Opening,
): Opened {
  const { input, lab } = call;
  const sealed = readCiphertext(input);
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
  if (key?.region !== call.region) throw hidden(call, stated);
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
): Opened {
  requireState(key, "enabled");
  const plaintext = unseal(sealed, materialOf(lab, key), context);
  if (plaintext === undefined) throw invalidCiphertext();
  return { key, plaintext };
}

/** The ciphertext that a request brings; undefined for what is none. */
export function readCiphertext(input: JsonObject): SealedText | undefined {
  return readSealed(requireBytes(input, "CiphertextBlob", 6144));
}

/** Whoever has nothing but a ciphertext does not learn whether its key is there. */
function hidden({ identity: { caller }, account }: JsonCall, { action }: StatedAccess): Error {
  const who = "arn" in caller ? caller.arn : account;
  return accessDeniedException(
    `User: ${who} is not authorized to perform: ${action} on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  );
}
