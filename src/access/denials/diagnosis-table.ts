import type { Denial, DenialLayer } from "./denial.ts";
import { isInOwnAccount } from "./own-account.ts";
import { relevantCauses } from "./relevant-causes.ts";
import type { Actor, CauseId, DiagnosisCode } from "./diagnosis.ts";

/** What a text means by itself. */
export interface Meaning {
  readonly code: DiagnosisCode;
  readonly who: Actor["who"];
  readonly causes: readonly CauseId[];
}

const keyCauses: readonly CauseId[] = ["C41", "C43", "C42", "C44", "C46", "C49", "C47"];

const byLayer: Readonly<Record<DenialLayer, { silent: Meaning; denies: Meaning }>> = {
  identity: {
    silent: row("identity-policy-silent", "callersAccount", ["C02", "C07", "C08", "C09", "C01"]),
    denies: row("identity-policy-denies", "callersAccount", ["C03"]),
  },
  // Measured across accounts: AWS names the resource policy even when the identity's Allow is missing.
  resource: {
    silent: row("resource-policy-silent", "bucketOwner", [
      "C10",
      "C07",
      "C02",
      "C28",
      "C18",
      "C31",
    ]),
    denies: row("resource-policy-denies", "bucketOwner", [
      "C14",
      "C20",
      "C17",
      "C16",
      "C18",
      "C15",
      "C19",
      "C21",
    ]),
  },
  serviceControl: {
    silent: row("service-control-silent", "callersOrganization", ["C06"]),
    denies: row("service-control-denies", "callersOrganization", ["C06"]),
  },
  resourceControl: both(row("resource-control-denies", "ownersOrganization", ["C24"])),
  boundary: {
    silent: row("boundary-silent", "callersAccount", ["C04"]),
    denies: row("boundary-denies", "callersAccount", ["C04"]),
  },
  session: {
    silent: row("session-policy-silent", "caller", ["C05"]),
    denies: row("session-policy-denies", "caller", ["C05"]),
  },
  vpcEndpoint: {
    silent: row("vpc-endpoint-silent", "networkOwner", ["C50"]),
    denies: row("vpc-endpoint-denies", "networkOwner", ["C50"]),
  },
  roleTrust: {
    silent: row("role-trust-silent", "roleOwner", ["C01"]),
    denies: row("role-trust-denies", "roleOwner", ["C01"]),
  },
  accessPoint: {
    silent: row("resource-policy-silent", "bucketOwner", ["C10"]),
    denies: row("resource-policy-denies", "bucketOwner", ["C14"]),
  },
  publicAccessBlock: both(row("resource-policy-denies", "bucketOwner", ["C21"])),
  objectOwnership: both(row("resource-policy-silent", "bucketOwner", ["C26", "C28"])),
  requesterPays: both(row("denied-without-reason", "caller", ["C37"])),
  expectedBucketOwner: both(row("denied-without-reason", "caller", ["C39"])),
  keyPolicy: both(row("key-not-usable", "keyOwner", keyCauses)),
  keyGrant: both(row("key-not-usable", "keyOwner", keyCauses)),
  blockPublicPolicy: both(row("public-policy-blocked", "bucketOwner", ["C22"])),
  blockPublicAcls: both(row("public-acl-blocked", "bucketOwner", ["C23"])),
  objectLock: both(row("object-locked", "bucketOwner", ["C34"])),
  sseCBlocked: both(row("sse-c-blocked", "caller", ["C38"])),
  key: both(row("key-not-usable", "keyOwner", keyCauses)),
};

const expired = row("credentials-expired", "caller", ["C01"]);
const invalid = row("credentials-invalid", "caller", ["C01"]);
const wrongRegion = row("wrong-region", "caller", ["L1"]);
const suspended = row("account-suspended", "awsSupport", ["L3"]);
const throttled = row("throttled", "caller", ["L7"]);
const keyRefused = row("encryption-key-refused", "keyOwner", ["C48"]);

const byCode: ReadonlyMap<string, Meaning> = new Map([
  ["ExpiredToken", expired],
  ["ExpiredTokenException", expired],
  ["SSOTokenExpired", expired],
  ["UnauthorizedSSOTokenError", expired],
  ["InvalidAccessKeyId", invalid],
  ["InvalidClientTokenId", invalid],
  ["InvalidToken", row("credentials-invalid", "caller", ["C01", "L4"])],
  ["InvalidTokenId", invalid],
  ["SignatureDoesNotMatch", invalid],
  ["NoCredentials", row("credentials-missing", "caller", ["C01"])],
  ["ProfileNotFound", row("profile-missing", "caller", ["C01"])],
  ["RequestTimeTooSkewed", row("clock-skewed", "caller", ["C01"])],
  ["AccessControlListNotSupported", row("acls-disabled", "caller", ["C27"])],
  ["InvalidObjectState", row("object-archived", "caller", ["C33"])],
  ["MethodNotAllowed", row("not-the-owner", "bucketOwner", ["C25", "L2"])],
  ["NoSuchBucket", row("bucket-missing", "caller", ["L2"])],
  ["NoSuchKey", row("key-missing", "caller", ["L2"])],
  ["404", row("key-missing", "caller", ["L2"])],
  // Of a HEAD: the version is a delete marker.
  ["405", row("key-missing", "caller", ["L2"])],
  ["NoSuchJobException", row("job-missing", "caller", [])],
  ["PermanentRedirect", wrongRegion],
  ["AuthorizationHeaderMalformed", wrongRegion],
  ["IllegalLocationConstraintException", wrongRegion],
  ["301", wrongRegion],
  ["TemporaryRedirect", row("wrong-region", "caller", ["L2"])],
  ["AllAccessDisabled", suspended],
  ["AccountProblem", suspended],
  ["NotSignedUp", suspended],
  ["SlowDown", throttled],
  ["ServiceUnavailable", throttled],
  ["ThrottlingException", throttled],
  ["503", throttled],
  ["KMS.NotFoundException", row("encryption-key-refused", "caller", ["C45", "C47"])],
  ["KMS.DisabledException", keyRefused],
  ["KMS.KMSInvalidStateException", keyRefused],
]);

/** What a denial's text says, whatever the facts may be. */
export function meaningOf(denial: Denial): Meaning {
  const meaning = tableMeaning(denial);
  const causes = [...meaning.causes, ...causesOfAccessPoint(denial)];
  return { ...meaning, causes: relevantCauses(causes, denial) };
}

/** What an access point refuses, by its policy or by its network origin, is told as a Deny of a resource's policy. */
function causesOfAccessPoint({ layer, effect, resource = "" }: Denial): readonly CauseId[] {
  const isTold = layer === "resource" && effect === "explicit";
  return isTold && resource.includes(":accesspoint/") ? ["C52"] : [];
}

function tableMeaning(denial: Denial): Meaning {
  const { code, layer, effect } = denial;
  if (/VPC endpoints do not support cross-region/i.test(denial.message)) {
    return row("vpc-endpoint-denies", "networkOwner", ["C51"]);
  }
  if (layer !== undefined) return byLayer[layer][effect === "explicit" ? "denies" : "silent"];
  return code === "AccessDenied" ? meaningOfDenied(denial) : meaningOfCode(denial);
}

function meaningOfCode(denial: Denial): Meaning {
  const { code, operation = "" } = denial;
  if (code === "MalformedPolicy") return malformed(denial);
  if (code === "403") return row("head-refused", "eitherSide", headCauses);
  // A delete marker has a version id and nothing to read (S3 User Guide, Working with delete markers).
  if (code === "MethodNotAllowed" && /^(?:Get|Head|Put)Object/.test(operation)) {
    return row("key-missing", "caller", ["L2"]);
  }
  // S3 says no more of a HEAD that it refuses (S3 API Reference, HeadObject).
  if (code === "400" && /^Head/.test(operation)) return row("head-unclear", "caller", ["C01"]);
  if (code === "AuthorizationHeaderMalformed" && /Credential is mal-formed/.test(denial.message)) {
    return invalid;
  }
  if (code === "UnauthorizedOperation") return meaningOfDenied(denial);
  return byCode.get(code) ?? row("unknown-error", "eitherSide", []);
}

/** Denied, and the text names no layer. */
function meaningOfDenied(denial: Denial): Meaning {
  if (denial.encodedMessage !== undefined && denial.decoded === undefined)
    return row("denied-encoded", "eitherSide", []);
  if (denial.action?.startsWith("kms:") === true) return byLayer.key.silent;
  if (isInOwnAccount(denial)) {
    return denial.effect === "explicit"
      ? row("denied-by-unnamed-layer", "callersAccount", ["C03", "C06"])
      : row("denied-in-own-account", "callersAccount", ["C02", "C04", "C06"]);
  }
  if (isOfAnotherService(denial)) return row("denied-without-reason", "eitherSide", ["C02", "C06"]);
  return denial.effect === "explicit"
    ? row("denied-by-unnamed-layer", "eitherSide", ["C14", "C03", "C06", "C24"])
    : row("denied-without-reason", "eitherSide", plainCauses(denial));
}

/** The causes of the catalogue but the caller's own are of S3 and KMS. */
function isOfAnotherService({ code, action, operation = "", effect }: Denial): boolean {
  if (effect === "explicit") return false;
  const isOther = action !== undefined && !/^(?:s3|kms):/.test(action);
  return isOther || code === "UnauthorizedOperation" || operation.startsWith("AssumeRole");
}

// HEAD has no body, so no reason; a missing key without s3:ListBucket is 403 too.
const headCauses: readonly CauseId[] = ["C36", "C10", "C02", "C28", "C37", "C42"];

/** S3 gives no reason to callers from outside the owner's organization. */
function plainCauses({ operation = "" }: Denial): readonly CauseId[] {
  if (/^List/.test(operation)) return ["C10", "C02", "C07", "C09", "C37", "C39"];
  if (/Tagging$/.test(operation)) return ["C29", "C10", "C02"];
  if (/PutBucketPolicy|DeleteBucketPolicy/.test(operation)) return ["C22", "C25", "C02"];
  if (/^(?:Get|Head)Object/.test(operation))
    return ["C10", "C02", "C28", "C36", "C42", "C37", "C52", "C39"];
  if (/^Copy|PartCopy$/.test(operation)) return ["C10", "C02", "C29", "C28", "C41", "C42", "C26"];
  if (/^Delete/.test(operation)) return ["C35", "C10", "C02", "C34"];
  if (/Abort/.test(operation)) return ["C40"];
  return ["C10", "C02", "C20", "C26", "C41", "C43", "C37", "C39"];
}

function malformed({ message }: Denial): Meaning {
  if (/Invalid principal in policy/i.test(message)) {
    return row("principal-invalid", "bucketOwner", ["C12", "C13", "C11"]);
  }
  const causes: readonly CauseId[] = /does not apply to any resource/i.test(message)
    ? ["C07"]
    : /invalid action/i.test(message)
      ? ["C08"]
      : /Conditions do not apply/i.test(message)
        ? ["C09"]
        : [];
  return row("policy-malformed", "bucketOwner", causes);
}

function row(code: DiagnosisCode, who: Actor["who"], causes: readonly CauseId[]): Meaning {
  return { code, who, causes };
}

function both(meaning: Meaning): { silent: Meaning; denies: Meaning } {
  return { silent: meaning, denies: meaning };
}
