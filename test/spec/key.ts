import type { JsonGrant, JsonLayers, KnownRequest } from "./policy-json.ts";
import { namedBy, type NamedAs } from "./principals.ts";

/** Is it a request for a KMS key (R60)? */
export function isAboutKey({ action, resource }: KnownRequest): boolean {
  return /^kms:/i.test(action) && /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource);
}

// R63.
const ACROSS_ACCOUNTS = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateMac",
  "VerifyMac",
  "ReEncryptFrom",
  "ReEncryptTo",
  "Sign",
  "Verify",
  "DeriveSharedSecret",
  "CreateGrant",
  "DescribeKey",
  "GetKeyRotationStatus",
  "GetPublicKey",
  "ListGrants",
  "RetireGrant",
  "RevokeGrant",
].map((operation) => `kms:${operation}`.toLowerCase());

export function worksAcrossAccounts({ action }: KnownRequest): boolean {
  return ACROSS_ACCOUNTS.includes(action.toLowerCase());
}

/** How grants that cover the request name the caller (R65 to R68). */
export function isGrantedOnKey(request: KnownRequest, layers: JsonLayers): ReadonlySet<NamedAs> {
  const { grants = [] } = layers;
  const operation = request.action.toLowerCase().replace("kms:", "");
  const given = grants
    .filter((grant) => grant.operations.some((one) => one.toLowerCase() === operation))
    .filter((grant) => meetsConstraints(grant, request))
    .filter((grant) => operation !== "creategrant" || isNoWider(request, grant))
    .map(({ granteePrincipal }) => granteePrincipal);
  const retired =
    operation === "retiregrant"
      ? grants.map(({ retiringPrincipal = "" }) => retiringPrincipal)
      : [];
  return new Set(
    [...given, ...retired]
      .map((arn) => namedBy({ AWS: arn }, request.caller, {}))
      .filter((named) => named !== "nobody"),
  );
}

const HAVE_ENCRYPTION_CONTEXT =
  /^kms:(Encrypt|Decrypt|GenerateDataKey(Pair)?(WithoutPlaintext)?|ReEncrypt(From|To))$/i;

/** R116: the request's keys tell the grant that it makes. */
function isNoWider(request: KnownRequest, parent: JsonGrant): boolean {
  const made = request.context.get("kms:grantoperations") ?? [];
  const type = request.context.get("kms:grantconstrainttype")?.join() ?? "";
  const isListed = made.length > 0 && made.every((one) => parent.operations.includes(one));
  const isExact = parent.encryptionContextEquals === undefined || type.endsWith("Equals");
  return isListed && isExact && isInConstraints(parent, request);
}

/** R67. */
function meetsConstraints(grant: JsonGrant, { action, context }: KnownRequest): boolean {
  return !HAVE_ENCRYPTION_CONTEXT.test(action) || isInConstraints(grant, { context });
}

function isInConstraints(grant: JsonGrant, { context }: Pick<KnownRequest, "context">): boolean {
  const names = context.get("kms:encryptioncontextkeys") ?? [];
  const { encryptionContextEquals: equal, encryptionContextSubset: subset } = grant;
  const has = (pairs: Readonly<Record<string, string>>): boolean =>
    Object.entries(pairs).every(
      ([name, value]) =>
        names.includes(name) &&
        context.get(`kms:encryptioncontext:${name.toLowerCase()}`)?.includes(value) === true,
    );
  const isExact = equal === undefined || names.length === Object.keys(equal).length;
  return isExact && has(equal ?? {}) && has(subset ?? {});
}
