import { EMPTY_SHA256 } from "../../aws/index.ts";
import { accountCaller } from "../../policy/index.ts";
import { authenticate } from "../authenticate.ts";
import type { Call } from "../call.ts";
import type { LabRequest } from "../http/lab-request.ts";
import { openPayload } from "../http/payload.ts";
import type { Reply } from "../http/reply.ts";
import type { StatedAccess } from "../json/json-call.ts";
import { denialOf } from "../json/require-access.ts";
import { Refusal } from "../refusal.ts";
import { requestContext } from "../request-context.ts";
import { type LabState, organizationOf } from "../state/lab-state.ts";
import { authorizationDetails } from "./authorization-details.ts";
import type { LoggedDecision } from "./logged-decision.ts";

const PATH = /^\/authorization-details\/([0-9a-z]+)$/;

/** IAM Toolbox API Reference, GetRequestAuthorizationDetails: signed for `iam`, unlike IAM itself REST. */
export function isAuthorizationDetailsRequest({ wire }: LabRequest, service: string): boolean {
  return service === "iam" && wire.method === "GET" && PATH.test(wire.path);
}

const STATED: StatedAccess = {
  action: "iam:GetRequestAuthorizationDetails",
  resourceTypes: [],
  conditionKeys: [],
};

/** Answers `GetRequestAuthorizationDetails` from the decision log; the id is that of the request, in lower case. */
export async function serveAuthorizationDetails(
  lab: LabState,
  request: LabRequest,
): Promise<Reply> {
  const { identity, coding } = authenticate(lab, request, {
    service: "iam",
    bodySha256: EMPTY_SHA256,
  });
  const caller = accountCaller(identity.caller);
  if (caller === undefined) {
    throw refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const call: Call = {
    lab,
    request,
    identity,
    payload: openPayload(request, coding),
    context: requestContext(lab, request, { identity }),
  };
  const { account } = caller;
  const wanted = { resource: "*", resourceAccount: account, resourcePolicies: [] };
  const denial = denialOf(call, STATED, wanted);
  if (denial !== undefined) throw refusal(403, "AccessDeniedException", denial);
  const [, id = ""] = PATH.exec(request.wire.path) ?? [];
  const decisions = (await lab.decisionLog?.find(id)) ?? [];
  const isDenied = decisions.some(({ outcome }) => outcome !== "allowed");
  if (!isDenied || !decisions.every((decision) => mayKnow(lab, account, decision))) {
    throw notFound(lab);
  }
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(authorizationDetails(decisions)),
  };
}

/** The same page: whoever asks is of the organization of the denied principal, or of its account. */
function mayKnow(lab: LabState, asking: string, denied: LoggedDecision): boolean {
  return denied.organization === undefined
    ? denied.account === asking
    : organizationOf(lab, asking) === denied.organization;
}

/** AWS documents the code, not the text. */
function notFound({ decisionLog }: LabState): Error {
  const hint = decisionLog === undefined ? ": start the lab with `--log-decisions FILE`" : "";
  const text = "The requested authorization details do not exist in this region or have expired.";
  return refusal(404, "ResourceNotFoundException", `${text}${hint}`);
}

function refusal(status: number, code: string, message: string): Refusal {
  return new Refusal({ status, code, message });
}
