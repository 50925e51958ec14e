import { signedServiceOf } from "./authenticate.ts";
import {
  isAuthorizationDetailsRequest,
  serveAuthorizationDetails,
} from "./decision-log/serve-authorization-details.ts";
import { isDoorRequest, serveDoor } from "./doors/serve-door.ts";
import { ec2ErrorReply, serveEc2 } from "./ec2/ec2-service.ts";
import { type HostTarget, readHost } from "./http/host-guard.ts";
import { jsonErrorReply } from "./http/json-error-reply.ts";
import { headerOf, type LabRequest, originForm, readLabRequest } from "./http/lab-request.ts";
import { requireOwnOrigin } from "./http/origin-guard.ts";
import type { Reply } from "./http/reply.ts";
import type { Incoming } from "./http/server.ts";
import { isPortalRequest, portalErrorReply, servePortal } from "./identity-center/portal.ts";
import { jsonServiceOf, serveJson } from "./json/json-service.ts";
import { looksLikeQuery, openUnsignedQuery } from "./query/open-unsigned-query.ts";
import { queryErrorReply, serveQuery } from "./query/query-service.ts";
import { makeHostId, makeRequestId } from "./random-ids.ts";
import { notImplemented, Refusal, type RefusalDetail } from "./refusal.ts";
import { s3ErrorReply } from "./s3/s3-error-reply.ts";
import { serveS3 } from "./s3/s3-service.ts";
import { s3ControlErrorReply } from "./s3-control/s3-control-error-reply.ts";
import { isS3ControlRequest, serveS3Control } from "./s3-control/s3-control-service.ts";
import type { LabState } from "./state/lab-state.ts";

/** Answers one request, whatever it is; errors too are answers. */
export async function serve(
  lab: LabState,
  incoming: Incoming,
  onFault: (fault: unknown) => void,
): Promise<Reply> {
  const { message } = incoming;
  const arrival = {
    id: makeRequestId(lab.random),
    hostId: makeHostId(lab.random),
    receivedMs: lab.now(),
    body: incoming.body,
  };
  let service = "s3";
  try {
    let request = readLabRequest(message, arrival);
    service = serviceOf(request);
    if (service === QUERY) {
      service = "sts";
      ({ service, request } = await openUnsignedQuery(request));
    }
    if (service === "s3" && isS3ControlRequest(request)) service = S3_CONTROL;
    if (isAuthorizationDetailsRequest(request, service)) service = TOOLBOX;
    return withIds(await dispatch(lab, request, { service, incoming }), arrival, service);
  } catch (error) {
    if (message.errored !== null) throw error;
    if (!(error instanceof Refusal)) onFault(error);
    const detail = error instanceof Refusal ? error.detail : INTERNAL_ERROR;
    lab.missing.count(detail);
    const [path = ""] = originForm(message.url ?? "").split("?");
    const jsonTarget = message.headers["x-amz-target"];
    const head = { ...arrival, path, method: message.method ?? "", jsonTarget };
    return withIds(errorReply(detail, service, head), arrival, service);
  }
}

const INTERNAL_ERROR: RefusalDetail = {
  code: "InternalError",
  status: 500,
  message: "We encountered an internal error. Please try again.",
};

type Head = Pick<LabRequest, "id" | "hostId"> & {
  readonly path: string;
  readonly method: string;
  /** `TrentService.ListKeys`: in the JSON protocol it names the operation. */
  readonly jsonTarget: string | string[] | undefined;
};

/** Each protocol has errors of its own shape; what none fits is told as S3 would. */
function errorReply(detail: RefusalDetail, service: string, head: Head): Reply {
  if (service === "iam" || service === "sts") return queryErrorReply(service, detail, head.id);
  if (service === "ec2") return ec2ErrorReply(detail, head.id);
  if (service === PORTAL || service === TOOLBOX) return portalErrorReply(detail);
  if (service === S3_CONTROL) return s3ControlErrorReply(detail, head);
  return head.jsonTarget === undefined ? s3ErrorReply(detail, head) : jsonErrorReply(detail);
}

/** The service is the one that was signed for; unsigned requests are told by their shape. */
function serviceOf(request: LabRequest): string {
  const named = signedServiceOf(request) ?? jsonServiceOf(request)?.name;
  if (named !== undefined) return named;
  if (isPortalRequest(request)) return PORTAL;
  return looksLikeQuery(request) ? QUERY : "s3";
}

/** One of the services of the query protocol, nobody signed for which. */
const QUERY = "query";

/** Identity Center's sign-in: nobody signs these requests. */
const PORTAL = "sso-portal";

/** IAM Toolbox, which is signed for as IAM is. */
const TOOLBOX = "iam-toolbox";

/** It is signed for as S3 is. */
const S3_CONTROL = "s3-control";

interface Addressed {
  readonly service: string;
  readonly incoming: Pick<Incoming, "endpoint">;
}

function dispatch(
  lab: LabState,
  request: LabRequest,
  { service, incoming }: Addressed,
): Promise<Reply> {
  const host = hostOf(lab, request, incoming);
  // Buckets have rules of their own for pages of other origins.
  if (service !== "s3") requireOwnOrigin(request);
  switch (service) {
    case "s3":
      return isDoorRequest(request, host) ? serveDoor(lab, request) : serveS3(lab, request, host);
    case S3_CONTROL:
      return serveS3Control(lab, request, host);
    case "iam":
    case "sts":
      return serveQuery(lab, request, service);
    case "ec2":
      return serveEc2(lab, request);
    case PORTAL:
      return servePortal(lab, request);
    case TOOLBOX:
      return serveAuthorizationDetails(lab, request);
    default: {
      const json = jsonServiceOf(request);
      if (json?.name === service) return serveJson(lab, request, json);
      throw notImplemented(`\`${operationOf(request, service)}\``);
    }
  }
}

/** A VPC endpoint is told by its own host name or its own port. */
function hostOf(
  lab: LabState,
  request: LabRequest,
  { endpoint }: Pick<Incoming, "endpoint">,
): HostTarget {
  const host = readHost(headerOf(request, "host"), (id) => lab.endpoints.has(id));
  if (host.kind === "foreign") {
    throw new Refusal({
      code: "AccessDenied",
      status: 403,
      message: "the lab answers only to `127.0.0.1`, `localhost` and names under `.localhost`",
    });
  }
  return endpoint === undefined ? host : { ...host, endpoint };
}

/** `kms:ListKeys` where the request tells, else just `kms`. */
function operationOf(request: LabRequest, service: string): string {
  const target = headerOf(request, "x-amz-target")?.split(".").at(-1);
  const name = target ?? request.parameters.get("Action");
  return name === undefined ? service : `${service}:${name}`;
}

function withIds(
  { status, headers: own, body }: Reply,
  { id, hostId, receivedMs }: Pick<LabRequest, "id" | "hostId" | "receivedMs">,
  service: string,
): Reply {
  const headers: Record<string, string> = {};
  if (service === "s3" || service === S3_CONTROL) {
    headers["x-amz-request-id"] = id;
    headers["x-amz-id-2"] = hostId;
    headers["server"] = "AmazonS3";
  } else headers["x-amzn-requestid"] = id;
  headers["date"] = new Date(receivedMs).toUTCString();
  Object.assign(headers, own);
  return body === undefined ? { status, headers } : { status, headers, body };
}
