import { createHash } from "node:crypto";
import { authenticate, type Identity } from "../authenticate.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { openPayload } from "../http/payload.ts";
import type { Reply } from "../http/reply.ts";
import { IDENTITY_STORE_OPERATIONS } from "../identity-center/identity-store.ts";
import { SSO_ADMIN_OPERATIONS } from "../identity-center/operations.ts";
import { KMS_OPERATIONS } from "../kms/operations.ts";
import { ORGANIZATIONS_OPERATIONS } from "../organizations/operations.ts";
import { notImplemented, Refusal } from "../refusal.ts";
import { requestContext } from "../request-context.ts";
import type { LabState } from "../state/lab-state.ts";
import type { JsonCall, JsonOperation } from "./json-call.ts";
import { parseInput } from "./json-input.ts";
import { jsonRefusal } from "./json-refusal.ts";
import { readBody } from "./read-body.ts";

/** A service that speaks AWS's JSON 1.1 protocol. */
export interface JsonService {
  /** As it stands in signatures and in the names of its actions. */
  readonly name: string;
  /** What `X-Amz-Target` has before the dot. */
  readonly shape: string;
  readonly operations: readonly JsonOperation[];
}

/** Every service of the lab with the JSON 1.1 protocol. */
export const JSON_SERVICES: readonly JsonService[] = [
  { name: "kms", shape: "TrentService", operations: KMS_OPERATIONS },
  {
    name: "organizations",
    shape: "AWSOrganizationsV20161128",
    operations: ORGANIZATIONS_OPERATIONS,
  },
  { name: "sso", shape: "SWBExternalService", operations: SSO_ADMIN_OPERATIONS },
  { name: "identitystore", shape: "AWSIdentityStore", operations: IDENTITY_STORE_OPERATIONS },
];

/** The JSON service that a request is for, by the target that it names. */
export function jsonServiceOf(request: LabRequest): JsonService | undefined {
  const shape = headerOf(request, "x-amz-target")?.split(".")[0];
  return JSON_SERVICES.find((service) => service.shape === shape);
}

/** Answers a request to a service with the JSON 1.1 protocol. */
export async function serveJson(
  lab: LabState,
  request: LabRequest,
  service: JsonService,
): Promise<Reply> {
  const body = await readBody(request);
  const bodySha256 = createHash("sha256").update(body).digest("hex");
  const { identity, coding } = signedIn(lab, request, { service: service.name, bodySha256 });
  const operation = findOperation(service, headerOf(request, "x-amz-target") ?? "");
  const call: JsonCall = {
    lab,
    request,
    identity,
    payload: openPayload(request, coding),
    context: requestContext(lab, request, { identity }),
    input: parseInput(body.toString("utf8")),
    region: identity.signing?.region ?? "us-east-1",
    account: accountOf(identity),
  };
  requireKnown(call, operation);
  const run = (): ReturnType<JsonOperation["run"]> => operation.run(call);
  const output = operation.writes ? await lab.store.transaction(run) : run();
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: output === undefined ? "" : JSON.stringify(output),
  };
}

/** The codes that these services have for what the query services call otherwise. */
const CODES: Readonly<Record<string, string>> = {
  InvalidClientTokenId: "UnrecognizedClientException",
  ExpiredToken: "ExpiredTokenException",
  SignatureDoesNotMatch: "InvalidSignatureException",
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
  IncompleteSignature: "IncompleteSignatureException",
};

function signedIn(
  lab: LabState,
  request: LabRequest,
  expectation: Parameters<typeof authenticate>[2],
): ReturnType<typeof authenticate> {
  try {
    return authenticate(lab, request, expectation);
  } catch (error) {
    const code = error instanceof Refusal ? CODES[error.detail.code] : undefined;
    if (!(error instanceof Refusal) || code === undefined) throw error;
    throw jsonRefusal(code, error.detail.message);
  }
}

function accountOf({ caller }: Identity): string {
  if ("account" in caller) return caller.account;
  throw jsonRefusal("MissingAuthenticationTokenException", "Missing Authentication Token");
}

function findOperation(service: JsonService, header: string): JsonOperation {
  const name = header.slice(header.indexOf(".") + 1);
  const operation = service.operations.find((each) => each.name === name);
  if (operation !== undefined) return operation;
  throw jsonRefusal(
    "UnknownOperationException",
    `\`${service.name}:${name}\` is not implemented by this lab`,
  );
}

/** What would be left out without a word is refused. */
function requireKnown({ input }: JsonCall, { name, members }: JsonOperation): void {
  const unknown = Object.keys(input).find((member) => !members.includes(member));
  if (unknown !== undefined) throw notImplemented(`the parameter \`${unknown}\` of \`${name}\``);
}
