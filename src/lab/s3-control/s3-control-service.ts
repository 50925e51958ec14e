import { authenticate } from "../authenticate.ts";
import type { HostTarget } from "../http/host-guard.ts";
import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { openPayload } from "../http/payload.ts";
import { decodeUrlPiece } from "../http/query-parameters.ts";
import type { Reply } from "../http/reply.ts";
import { notImplemented } from "../refusal.ts";
import { s3Context } from "../s3/s3-context.ts";
import type { LabState } from "../state/lab-state.ts";
import { LACKING_OPERATIONS } from "./lacking-operations.ts";
import { namedBy } from "./named-by.ts";
import { S3_CONTROL_OPERATIONS } from "./operations.ts";
import { type ControlCall, type ControlOperation, controlRefusal } from "./s3-control-call.ts";

const VERSION = "/v20180820/";
const MAX_BODY = 1024 * 1024;

/** Is a request that was signed for S3 one to S3 Control? Its paths begin with the API's version. */
export function isS3ControlRequest({ wire }: LabRequest): boolean {
  return wire.path.startsWith(VERSION);
}

/** Answers a request to S3 Control. */
export async function serveS3Control(
  lab: LabState,
  request: LabRequest,
  host: HostTarget,
): Promise<Reply> {
  const { identity, coding } = authenticate(lab, request, { service: "s3" });
  const endpoint = lab.endpoints.get(
    (host.kind === "foreign" ? undefined : host.endpoint) ?? identity.endpoint ?? "",
  );
  const { operation, name } = findOperation(request);
  const account = readAccount(request, host);
  requireKnownParameters(operation, request);
  const payload = openPayload(request, coding);
  const call: ControlCall = {
    lab,
    request,
    identity,
    payload,
    context: s3Context(lab, request, { identity, endpoint }),
    ...(endpoint && { endpoint }),
    account,
    region: identity.signing?.region ?? "us-east-1",
    name,
    text: await payload.text(MAX_BODY),
  };
  const run = (): Reply => operation.run(call);
  if (!operation.writes) return run();
  const reply = await lab.store.transaction(run);
  lab.jobRunner.wake();
  return reply;
}

interface Found {
  readonly operation: ControlOperation;
  readonly name: string;
}

function findOperation({ wire }: LabRequest): Found {
  const path = wire.path.slice(VERSION.length).replace(/\/$/, "");
  for (const operation of S3_CONTROL_OPERATIONS) {
    if (operation.method !== wire.method) continue;
    const name = namedBy(operation.path, path);
    if (name !== undefined) return { operation, name: decodeUrlPiece(name) };
  }
  const lacking = LACKING_OPERATIONS.find(
    (one) => one.method === wire.method && namedBy(one.path, path) !== undefined,
  );
  throw notImplemented(`\`${lacking?.name ?? `${wire.method} ${wire.path}`}\` of S3 Control`);
}

/**
 * The account that a request is about, which every operation takes in a header; SDKs put it before the
 * host's name as well (S3 API Reference, S3 Control). What AWS answers without it is not documented.
 */
function readAccount(request: LabRequest, host: HostTarget): string {
  const account = headerOf(request, "x-amz-account-id");
  const [label = ""] = host.kind === "bucket" ? host.bucket.split(".") : [];
  if (account === undefined || !/^\d{12}$/.test(account)) {
    throw controlRefusal("InvalidRequest", "The x-amz-account-id header must name an account");
  }
  if (!/^\d{12}$/.test(label) || label === account) return account;
  throw controlRefusal(
    "InvalidRequest",
    "The account in the x-amz-account-id header must be the one in the host name",
  );
}

function requireKnownParameters({ name, parameters = [] }: ControlOperation, request: LabRequest) {
  for (const parameter of request.parameters.keys()) {
    if (parameters.includes(parameter) || /^x-(amz-.*|id)$/i.test(parameter)) continue;
    throw notImplemented(`the parameter \`${parameter}\` of \`${name}\``);
  }
}
