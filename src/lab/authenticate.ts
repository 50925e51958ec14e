import { type VerifiedRequest, verifyRequest } from "../aws/index.ts";
import type { AttachedPolicy, Caller } from "../policy/index.ts";
import { headerOf, type LabRequest } from "./http/lab-request.ts";
import type { PayloadCoding } from "./http/transfer-coding.ts";
import { nodeDigest } from "./node-digest.ts";
import { notImplemented, Refusal } from "./refusal.ts";
import type { SessionFacts } from "./state/iam-tables.ts";
import type { LabState } from "./state/lab-state.ts";

/** Who sent a request, and how they signed it. */
export interface Identity {
  readonly caller: Caller;
  /** When the caller's keys were handed out. */
  readonly issuedMs?: number;
  /** Whether the keys are a session's, and so have a token. */
  readonly isTemporary?: boolean;
  readonly sessionPolicies?: readonly AttachedPolicy[];
  /** What else the session was opened with. */
  readonly facts?: SessionFacts;
  /** The id of the VPC endpoint that the caller stands behind. */
  readonly endpoint?: string;
  readonly signing?: Signing;
}

interface Signing {
  /** As `s3:authType` names it. */
  readonly form: "REST-HEADER" | "REST-QUERY-STRING";
  readonly signedMs: number;
  readonly region: string;
}

/** What a request must have been signed for. */
export interface Expectation {
  readonly service: string;
  /** Absent where any region will do. */
  readonly region?: string;
  /** For services that sign the hash of their body without sending it. */
  readonly bodySha256?: string;
}

/** The service whose name stands in a request's signature, if it is signed at all. */
export function signedServiceOf({ read }: LabRequest): string | undefined {
  return read.outcome === "read" ? read.authorization.scope.service : undefined;
}

/** Checks a request's signature, and says who sent it and what was signed of its body. */
export function authenticate(
  lab: LabState,
  request: LabRequest,
  expectation: Expectation,
): { readonly identity: Identity; readonly coding: PayloadCoding } {
  refuseSignatureV2(request);
  const verification = verifyRequest({
    ...expectation,
    request: request.wire,
    read: request.read,
    signingKeyOf: lab.signingKeys,
    nowMs: request.receivedMs,
    digest: nodeDigest,
    findKey(accessKeyId) {
      const key = lab.keys.get(accessKeyId);
      if (key === undefined || key.isInactive === true) return undefined;
      return { ...key.credentials, ...(key.expiresMs && { expiresAtMs: key.expiresMs }) };
    },
  });
  switch (verification.outcome) {
    case "refused":
      throw new Refusal(verification.refusal);
    case "unsigned":
      return { identity: { caller: { kind: "anonymous" } }, coding: unsignedCoding(request) };
    case "verified":
      return { identity: identityOf(lab, verification), coding: codingOf(verification) };
  }
}

function identityOf(lab: LabState, { authorization }: VerifiedRequest): Identity {
  const key = lab.keys.get(authorization.accessKeyId);
  if (key === undefined) throw new Error("a key vanished while its signature was checked");
  const { caller, issuedMs, sessionPolicies, endpoint } = key;
  const { service, region } = authorization.scope;
  if (key.expiresMs === undefined) {
    lab.keyUse.set(authorization.accessKeyId, {
      usedMs: authorization.timestampMs,
      service,
      region,
    });
  }
  return {
    caller,
    issuedMs,
    isTemporary: key.credentials.sessionToken !== undefined,
    ...(key.facts && { facts: key.facts }),
    ...(sessionPolicies && { sessionPolicies }),
    ...(endpoint !== undefined && { endpoint }),
    signing: {
      form: authorization.form === "header" ? "REST-HEADER" : "REST-QUERY-STRING",
      signedMs: authorization.timestampMs,
      region,
    },
  };
}

function codingOf({ authorization, payload, signingKey }: VerifiedRequest): PayloadCoding {
  return { declaration: payload, seed: { authorization, signingKey } };
}

/** Nobody vouches for the body of an unsigned request, but a hash that it carries must be right. */
function unsignedCoding(request: LabRequest): PayloadCoding {
  const sha256 = headerOf(request, "x-amz-content-sha256") ?? "";
  if (sha256.startsWith("STREAMING-")) {
    throw notImplemented("an unsigned request with `aws-chunked` coding");
  }
  return {
    declaration: /^[0-9a-f]{64}$/.test(sha256) ? { kind: "sha256", sha256 } : { kind: "unsigned" },
  };
}

/** S3 in its oldest regions still takes signature version 2; the lab does not. */
function refuseSignatureV2(request: LabRequest): void {
  const isHeader = headerOf(request, "authorization")?.startsWith("AWS ") ?? false;
  const isQuery = request.parameters.has("AWSAccessKeyId") && request.parameters.has("Signature");
  if (!isHeader && !isQuery) return;
  throw notImplemented(
    "signature version 2 (for the AWS CLI: `aws configure set default.s3.signature_version s3v4`)",
  );
}
