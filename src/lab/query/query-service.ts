import { createHash } from "node:crypto";
import { queryErrorXml } from "../../aws/index.ts";
import { authenticate, type Identity } from "../authenticate.ts";
import { requirePermission } from "../authorize.ts";
import type { LabRequest } from "../http/lab-request.ts";
import { openPayload } from "../http/payload.ts";
import { readParameters } from "../http/query-parameters.ts";
import type { Reply } from "../http/reply.ts";
import { IAM_OPERATIONS } from "../iam/operations.ts";
import { readBody } from "../json/read-body.ts";
import { notImplemented, Refusal, type RefusalDetail } from "../refusal.ts";
import { requestContext } from "../request-context.ts";
import type { LabState } from "../state/lab-state.ts";
import { STS_OPERATIONS } from "../sts/operations.ts";
import {
  type QueryCall,
  type QueryOperation,
  queryReply,
  type QueryService,
} from "./query-call.ts";

const OPERATIONS: Readonly<Record<QueryService, readonly QueryOperation[]>> = {
  iam: IAM_OPERATIONS,
  sts: STS_OPERATIONS,
};

/** Answers a request to IAM or STS. */
export async function serveQuery(
  lab: LabState,
  request: LabRequest,
  service: QueryService,
): Promise<Reply> {
  const body = await readBody(request);
  const bodySha256 = createHash("sha256").update(body).digest("hex");
  // AWS has IAM in us-east-1; clients sign for the profile's region when told an endpoint.
  const form = new Map([...readParameters(body.toString("utf8")), ...request.parameters]);
  const signed = isPublic(service, form)
    ? undefined
    : authenticate(lab, request, { service, bodySha256 });
  const { identity, coding } = signed ?? UNSIGNED;
  requireFit(service, identity);
  const operation = findOperation(service, form);
  const call: QueryCall = {
    lab,
    request,
    identity,
    form,
    payload: openPayload(request, coding),
    context: requestContext(lab, request, { identity }),
  };
  for (const permission of operation.permissions(call)) requirePermission(call, permission);
  const run = (): ReturnType<QueryOperation["run"]> => operation.run(call);
  const result = operation.writes === true ? await lab.store.transaction(run) : await run();
  return queryReply(service, operation.name, { result, requestId: request.id });
}

/** Whoever calls such an operation is known by something else than a signature. */
const UNSIGNED: ReturnType<typeof authenticate> = {
  identity: { caller: { kind: "anonymous" } },
  coding: { declaration: { kind: "unsigned" } },
};

function isPublic(service: QueryService, form: ReadonlyMap<string, string>): boolean {
  return OPERATIONS[service].some(
    ({ name, isPublic = false }) => isPublic && name === form.get("Action"),
  );
}

/**
 * Refuses keys that are not for everything (IAM User Guide, Compare AWS STS credentials): those of
 * GetSessionToken without MFA, and of GetFederationToken, are not for IAM.
 */
function requireFit(service: QueryService, { caller, isTemporary = false }: Identity): void {
  const isRestricted = isTemporary && ["user", "root", "federatedUser"].includes(caller.kind);
  if (!isRestricted || service !== "iam") return;
  throw new Refusal({
    code: "InvalidClientTokenId",
    status: 403,
    message: "The security token included in the request is invalid",
  });
}

/** An error as IAM and STS send it. */
export function queryErrorReply(
  service: QueryService,
  detail: RefusalDetail,
  requestId: string,
): Reply {
  const { code, message, status, headers } = detail;
  return {
    status,
    headers: { "content-type": "text/xml", ...headers },
    body: queryErrorXml({ service, status, code, message, requestId }),
  };
}

function findOperation(service: QueryService, form: ReadonlyMap<string, string>): QueryOperation {
  const action = form.get("Action");
  if (action === undefined) {
    throw new Refusal({
      code: "MissingAction",
      status: 400,
      message: "The request must contain the parameter Action",
    });
  }
  const operation = OPERATIONS[service].find(({ name }) => name === action);
  if (operation === undefined) throw notImplemented(`\`${service}:${action}\``);
  const known = ["Action", "Version", ...operation.parameters];
  const unknown = [...form.keys()].find(
    (name) => !known.includes(parameterOf(name)) && !name.startsWith("X-Amz-"),
  );
  if (unknown !== undefined) throw notImplemented(`the parameter \`${unknown}\` of \`${action}\``);
  return operation;
}

/** `Tags.member.1.Key` and an empty list's `Tags` belong to the parameter `Tags`. */
function parameterOf(name: string): string {
  return name.split(".")[0] ?? name;
}
