import {
  type KnownKey,
  readAuthorizationV2,
  type VerifiedRequest,
  verifyPostForm,
  verifyRequest,
  verifySignatureV2,
} from "../aws/index.ts";
import type { AttachedPolicy, Caller } from "../policy/index.ts";
import { headerOf, type LabRequest } from "./http/lab-request.ts";
import type { PayloadCoding } from "./http/transfer-coding.ts";
import { hmacSha1, nodeDigest } from "./node-digest.ts";
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
  readonly sessionPolicies?: readonly AttachedPolicy[] | undefined;
  /** What else the session was opened with. */
  readonly facts?: SessionFacts | undefined;
  /** The id of the VPC endpoint that the caller stands behind. */
  readonly endpoint?: string | undefined;
  readonly signing?: Signing;
}

/** How a request was signed. */
export interface Signing {
  /** As `s3:authType` names it. */
  readonly form: "REST-HEADER" | "REST-QUERY-STRING" | "POST";
  readonly version: 2 | 4;
  /** In a query or a form of version 2, which has no such time, that of the request. */
  readonly signedMs: number;
  /** The region that was signed for; version 2 signs for none. */
  readonly region?: string;
}

/** What a request must have been signed for. */
export interface Expectation {
  readonly service: string;
  /** Absent where any region will do. */
  readonly region?: string;
  /** The bucket that the host names. */
  readonly hostBucket?: string;
  /** For services that sign the hash of their body without sending it. */
  readonly bodySha256?: string;
}

/** The service whose name stands in a request's signature, if it is signed at all. */
export function signedServiceOf({ read }: LabRequest): string | undefined {
  return read.outcome === "read" ? read.authorization.scope.service : undefined;
}

/** A request whose sender is known. */
export interface Authenticated {
  readonly identity: Identity;
  readonly coding: PayloadCoding;
}

/** Checks a request's signature, and says who sent it and what was signed of its body. */
export function authenticate(
  lab: LabState,
  request: LabRequest,
  expectation: Expectation,
): Authenticated {
  if (expectation.service === "s3" && request.read.outcome !== "read") {
    const old = authenticateV2(lab, request, expectation);
    if (old !== undefined) return old;
  }
  const verification = verifyRequest({
    service: expectation.service,
    region: expectation.region,
    bodySha256: expectation.bodySha256,
    request: request.wire,
    read: request.read,
    signingKeyOf: lab.signingKeys,
    nowMs: request.receivedMs,
    digest: nodeDigest,
    findKey: (accessKeyId) => findKey(lab, accessKeyId),
  });
  switch (verification.outcome) {
    case "refused":
      throw new Refusal(verification.refusal);
    case "unsigned":
      return { identity: { caller: { kind: "anonymous" } }, coding: unsignedCoding(request) };
    case "verified":
      return { identity: signerOf(lab, verification), coding: codingOf(verification) };
  }
}

/** Version 2 says nothing of the body. */
function authenticateV2(
  lab: LabState,
  request: LabRequest,
  { region, hostBucket }: Expectation,
): Authenticated | undefined {
  const read = readAuthorizationV2(request.wire);
  if (read.outcome === "absent") return undefined;
  const verification = verifySignatureV2(
    {
      request: request.wire,
      ...(region !== undefined && { region }),
      ...(hostBucket !== undefined && { hostBucket }),
      nowMs: request.receivedMs,
      hmacSha1,
      findKey: (accessKeyId) => findKey(lab, accessKeyId),
    },
    read,
  );
  if (verification.outcome === "refused") throw new Refusal(verification.refusal);
  const { accessKeyId, form, timestampMs } = verification.authorization;
  const signing: Signing =
    form === "header"
      ? { form: "REST-HEADER", version: 2, signedMs: timestampMs }
      : { form: "REST-QUERY-STRING", version: 2, signedMs: request.receivedMs };
  return {
    identity: identityOf(lab, [accessKeyId, "s3"], signing),
    coding: unsignedCoding(request),
  };
}

/** Checks the signature of a form that uploads an object, and says who sent it. */
export function authenticateForm(
  lab: LabState,
  field: (lowerName: string) => string | undefined,
  { region, receivedMs }: { readonly region: string; readonly receivedMs: number },
): Identity {
  const verification = verifyPostForm({
    field,
    region,
    nowMs: receivedMs,
    digest: nodeDigest,
    hmacSha1,
    findKey: (accessKeyId) => findKey(lab, accessKeyId),
  });
  switch (verification.outcome) {
    case "refused":
      throw new Refusal(verification.refusal);
    case "unsigned":
      return { caller: { kind: "anonymous" } };
    case "verified": {
      const { accessKeyId, scope, timestampMs: signedMs = receivedMs } = verification.authorization;
      const signed = { form: "POST", signedMs } as const;
      return identityOf(
        lab,
        [accessKeyId, "s3"],
        scope === undefined
          ? { ...signed, version: 2 }
          : { ...signed, version: 4, region: scope.region },
      );
    }
  }
}

function findKey(lab: LabState, accessKeyId: string): KnownKey | undefined {
  const key = lab.keys.get(accessKeyId);
  if (key === undefined || key.isInactive === true) return undefined;
  const { secretAccessKey, sessionToken } = key.credentials;
  return { secretAccessKey, sessionToken, expiresAtMs: key.expiresMs };
}

function signerOf(lab: LabState, { authorization }: VerifiedRequest): Identity {
  const { accessKeyId, form, timestampMs, scope } = authorization;
  const signing: Signing = {
    form: form === "header" ? "REST-HEADER" : "REST-QUERY-STRING",
    version: 4,
    signedMs: timestampMs,
    region: scope.region,
  };
  return identityOf(lab, [accessKeyId, scope.service], signing);
}

/** Who has a key, which is noted to be used. */
function identityOf(
  lab: LabState,
  [accessKeyId, service]: readonly [accessKeyId: string, service: string],
  signing: Signing,
): Identity {
  const key = lab.keys.get(accessKeyId);
  if (key === undefined) throw new Error("a key vanished while its signature was checked");
  const { caller, issuedMs, facts, sessionPolicies, endpoint } = key;
  if (key.expiresMs === undefined) {
    const { signedMs: usedMs, region = "us-east-1" } = signing;
    lab.keyUse.set(accessKeyId, { usedMs, service, region });
  }
  return {
    caller,
    issuedMs,
    isTemporary: key.credentials.sessionToken !== undefined,
    facts,
    sessionPolicies,
    endpoint,
    signing,
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
