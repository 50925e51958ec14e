import { type LabRequest, headerOf } from "../http/lab-request.ts";
import { readParameters } from "../http/query-parameters.ts";
import { IAM_OPERATIONS } from "../iam/operations.ts";
import { readBody } from "../json/read-body.ts";

/** The services of the query protocol, by the version of their interface, which every client sends. */
const VERSIONS: Readonly<Record<string, string>> = {
  "2010-05-08": "iam",
  "2011-06-15": "sts",
  "2016-11-15": "ec2",
};

/** Does an unsigned request look like one to a query service? */
export function looksLikeQuery(request: LabRequest): boolean {
  const type = headerOf(request, "content-type") ?? "";
  const isForm =
    request.wire.method === "POST" && type.startsWith("application/x-www-form-urlencoded");
  return request.wire.path === "/" && (isForm || request.parameters.has("Action"));
}

/** Which service an unsigned request means: no signature tells, so its form is read first. */
export async function openUnsignedQuery(
  request: LabRequest,
): Promise<{ readonly service: string; readonly request: LabRequest }> {
  const body = await readBody(request);
  const form = new Map([...readParameters(body.toString("utf8")), ...request.parameters]);
  const isIam = IAM_OPERATIONS.some(({ name }) => name === form.get("Action"));
  const service = VERSIONS[form.get("Version") ?? ""] ?? (isIam ? "iam" : "sts");
  return { service, request: { ...request, body: once(body) } };
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(body);
}
