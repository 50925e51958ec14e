import { readCredential } from "../sigv4/read-credential.ts";
import { parseAmzDate } from "../sigv4/amz-date.ts";
import { invalidArgument, type Refusal } from "../sigv4/refusal.ts";
import { ALGORITHM, type CredentialScope } from "../sigv4/scope.ts";

/** A field of a form by its name in lower case. */
export type FormField = (lowerName: string) => string | undefined;

/** Who a form says it is from; nothing of it is verified yet. */
export interface FormAuthorization {
  readonly accessKeyId: string;
  readonly signature: string;
  /** The policy as it was sent, which is what is signed. */
  readonly policy: string;
  readonly sessionToken?: string;
  /** Absent with version 2. */
  readonly scope?: CredentialScope;
  /** When it was signed; absent with version 2, which does not say. */
  readonly timestampMs?: number;
}

type ReadFormAuthorization =
  | { readonly outcome: "unsigned" }
  | { readonly outcome: "read"; readonly authorization: FormAuthorization }
  | { readonly outcome: "refused"; readonly refusal: Refusal };

const VERSION_4 = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"] as const;
const VERSION_2 = ["AWSAccessKeyId", "Signature"] as const;

/** Reads who signed a form: all fields of a version are there, or none. */
export function readFormAuthorization(field: FormField): ReadFormAuthorization {
  const has = (name: string): boolean => field(name.toLowerCase()) !== undefined;
  const names = [VERSION_4, VERSION_2].find((version) => version.some(has));
  if (names === undefined) return { outcome: "unsigned" };
  const missing = [...names, "policy"].find((name) => !has(name));
  if (missing !== undefined) return refused(missingField(missing));
  const sessionToken = field("x-amz-security-token");
  const signed = {
    policy: field("policy") ?? "",
    ...(sessionToken !== undefined && { sessionToken }),
  };
  if (names === VERSION_4) return readVersion4(field, signed);
  const accessKeyId = field("awsaccesskeyid") ?? "";
  const authorization = { ...signed, accessKeyId, signature: field("signature") ?? "" };
  return { outcome: "read", authorization };
}

function refused(refusal: Refusal): ReadFormAuthorization {
  return { outcome: "refused", refusal };
}

/** S3's answer to a form without a field that must be there; the two spaces are theirs. */
export function missingField(name: string): Refusal {
  return invalidArgument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
    "",
  );
}

function readVersion4(
  field: FormField,
  signed: Pick<FormAuthorization, "policy" | "sessionToken">,
): ReadFormAuthorization {
  const algorithm = field("x-amz-algorithm") ?? "";
  if (algorithm !== ALGORITHM) {
    const message = 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"';
    return refused(invalidArgument(message, "X-Amz-Algorithm", algorithm));
  }
  const text = field("x-amz-credential") ?? "";
  const credential = readCredential(text, (detail) =>
    invalidArgument(detail, "X-Amz-Credential", text),
  );
  if ("code" in credential) return refused(credential);
  const timestamp = field("x-amz-date") ?? "";
  const timestampMs = parseAmzDate(timestamp);
  if (timestampMs === undefined) {
    // The spelling is theirs.
    const message = "X-Amz-Date must be formated via ISO8601 Long format";
    return refused(invalidArgument(message, "X-Amz-Date", timestamp));
  }
  const signature = field("x-amz-signature") ?? "";
  return { outcome: "read", authorization: { ...signed, ...credential, timestampMs, signature } };
}
