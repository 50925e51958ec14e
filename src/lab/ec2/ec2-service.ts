import { createHash } from "node:crypto";
import { escapeXml } from "../../aws/index.ts";
import { accountCaller } from "../../policy/index.ts";
import { authenticate } from "../authenticate.ts";
import type { LabRequest } from "../http/lab-request.ts";
import { openPayload } from "../http/payload.ts";
import { readParameters } from "../http/query-parameters.ts";
import { type Reply, xmlReply } from "../http/reply.ts";
import { readBody } from "../json/read-body.ts";
import { notImplemented, type RefusalDetail } from "../refusal.ts";
import { requestContext } from "../request-context.ts";
import type { LabState } from "../state/lab-state.ts";
import { element } from "../xml/write-xml.ts";
import { type Ec2Call, type Ec2Operation, ec2Refusal } from "./ec2-call.ts";
import { VPC_ENDPOINT_OPERATIONS } from "./vpc-endpoints.ts";
import { VPC_OPERATIONS } from "./vpcs.ts";

/** Every operation of EC2 that the lab has. */
export const EC2_OPERATIONS: readonly Ec2Operation[] = [
  ...VPC_ENDPOINT_OPERATIONS,
  ...VPC_OPERATIONS,
];

const NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

/** Answers a request to EC2. */
export async function serveEc2(lab: LabState, request: LabRequest): Promise<Reply> {
  const body = await readBody(request);
  const bodySha256 = createHash("sha256").update(body).digest("hex");
  const { identity, coding } = authenticate(lab, request, { service: "ec2", bodySha256 });
  const caller = accountCaller(identity.caller);
  if (caller === undefined) {
    throw ec2Refusal("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  }
  const call: Ec2Call = {
    lab,
    request,
    identity,
    payload: openPayload(request, coding),
    context: requestContext(lab, request, { identity }),
    form: new Map([...readParameters(body.toString("utf8")), ...request.parameters]),
    region: identity.signing?.region ?? "us-east-1",
    account: caller.account,
  };
  const operation = findOperation(call);
  const run = (): string => operation.run(call);
  const result = operation.writes ? await lab.store.transaction(run) : run();
  if (operation.writes) await lab.endpointPorts.refresh();
  const head = element("requestId", request.id);
  return xmlReply(
    `<${operation.name}Response xmlns="${NAMESPACE}">${head}${result}</${operation.name}Response>`,
    { "content-type": "text/xml;charset=UTF-8" },
  );
}

/** An error as EC2 sends it. */
export function ec2ErrorReply({ code, message, status }: RefusalDetail, requestId: string): Reply {
  const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  return {
    status,
    headers: { "content-type": "text/xml;charset=UTF-8" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  };
}

function findOperation({ form }: Ec2Call): Ec2Operation {
  const action = form.get("Action");
  if (action === undefined) {
    throw ec2Refusal("MissingAction", "The request must contain the parameter Action");
  }
  const operation = EC2_OPERATIONS.find(({ name }) => name === action);
  if (operation === undefined) {
    throw ec2Refusal(
      "InvalidAction",
      `The action ${action} is not valid for this web service: \`ec2:${action}\` is not implemented by this lab`,
    );
  }
  const known = ["Action", "Version", ...operation.parameters];
  const unknown = [...form.keys()].find((key) => !known.includes(key.split(".")[0] ?? ""));
  if (unknown !== undefined) throw notImplemented(`the parameter \`${unknown}\` of \`${action}\``);
  return operation;
}
