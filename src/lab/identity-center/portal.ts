import { headerOf, type LabRequest } from "../http/lab-request.ts";
import type { Reply } from "../http/reply.ts";
import { type JsonObject, parseInput } from "../json/json-input.ts";
import { readBody } from "../json/read-body.ts";
import { notImplemented, type RefusalDetail } from "../refusal.ts";
import type { LabState } from "../state/lab-state.ts";
import { approveDevice, authorizeClient } from "./approval-pages.ts";
import { createToken, registerClient, startDeviceAuthorization, userOfToken } from "./oidc.ts";
import { unauthorized } from "./portal-refusals.ts";
import { getRoleCredentials, listAccountRoles, listAccounts } from "./portal-roles.ts";

const BEARER = "x-amz-sso_bearer_token";

interface Visit {
  readonly lab: LabState;
  readonly request: LabRequest;
  readonly input: JsonObject;
  readonly url: string;
}

type Answer = (visit: Visit) => Reply;

interface PortalOperation {
  /** AWS's name of the operation. */
  readonly name: string;
  readonly route: string;
  readonly answer: Answer;
}

/** What sso-oidc answers; nobody signs these requests. */
export const OIDC_OPERATIONS: readonly PortalOperation[] = [
  {
    name: "RegisterClient",
    route: "POST /client/register",
    answer: (visit) => json(registerClient(visit)),
  },
  {
    name: "StartDeviceAuthorization",
    route: "POST /device_authorization",
    answer: (visit) => json(startDeviceAuthorization(visit)),
  },
  { name: "CreateToken", route: "POST /token", answer: (visit) => json(createToken(visit)) },
];

/** What the access portal answers whoever has signed in; they send their token. */
export const PORTAL_OPERATIONS: readonly PortalOperation[] = [
  {
    name: "ListAccounts",
    route: "GET /assignment/accounts",
    answer: (visit) => json(listAccounts(signedIn(visit))),
  },
  {
    name: "ListAccountRoles",
    route: "GET /assignment/roles",
    answer: (visit) => json(listAccountRoles(signedIn(visit))),
  },
  {
    name: "GetRoleCredentials",
    route: "GET /federation/credentials",
    answer: (visit) => json(getRoleCredentials(signedIn(visit))),
  },
  { name: "Logout", route: "POST /logout", answer: logout },
];

/** By method and path; the pages are for browsers. */
const ROUTES: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ...[...OIDC_OPERATIONS, ...PORTAL_OPERATIONS].map(({ route, answer }): [string, Answer] => [
    route,
    answer,
  ]),
  ["GET /authorize", (visit) => authorizeClient(pageVisit(visit))],
  ["GET /_lab/sso/device", (visit) => approveDevice(pageVisit(visit))],
]);

/** Whether an unsigned request is for Identity Center's sign-in and not for a bucket of that name. */
export function isPortalRequest(request: LabRequest): boolean {
  const { method, path } = request.wire;
  if (path.startsWith("/_lab/sso/")) return true;
  if (headerOf(request, BEARER) !== undefined) return true;
  if (!ROUTES.has(`${method} ${path}`)) return false;
  if (method === "GET") return request.parameters.get("response_type") === "code";
  return (headerOf(request, "content-type") ?? "").startsWith("application/json");
}

/** Answers a request to sso-oidc or to the access portal. */
export async function servePortal(lab: LabState, request: LabRequest): Promise<Reply> {
  const { method, path } = request.wire;
  const answer = ROUTES.get(`${method} ${path}`);
  if (answer === undefined) throw notImplemented(`\`${method} ${path}\` of Identity Center`);
  const body = await readBody(request);
  const url = `http://${headerOf(request, "host") ?? "127.0.0.1"}`;
  const input = method === "POST" ? parseInput(body.toString("utf8")) : {};
  return lab.store.transaction(() => answer({ lab, request, input, url }));
}

/** An error as these services send it. */
export function portalErrorReply({ code, status, message, elements }: RefusalDetail): Reply {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": code },
    body: JSON.stringify({ __type: code, message, ...elements }),
  };
}

function json(body: JsonObject): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

function logout({ lab, request }: Visit): Reply {
  const token = headerOf(request, BEARER);
  if (userOfToken(lab, token) === undefined) throw unauthorized();
  lab.identityCenter.tokens.delete([token ?? ""]);
  return { status: 200, headers: {} };
}

function signedIn({ lab, request }: Visit): Parameters<typeof listAccounts>[0] {
  const user = userOfToken(lab, headerOf(request, BEARER));
  if (user === undefined) throw unauthorized();
  return { lab, user, parameters: request.parameters };
}

function pageVisit({ lab, request }: Visit): Parameters<typeof approveDevice>[0] {
  const { path, query } = request.wire;
  return { lab, parameters: request.parameters, target: `${path}?${query}` };
}
