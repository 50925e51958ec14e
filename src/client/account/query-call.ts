import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { AwsError, decodeXmlText, signRequest } from "../../aws/index.ts";
import { describeFailure } from "../http/describe-failure.ts";
import { nodeDigest } from "../node-digest.ts";
import type { Profile } from "../profile/load-profile.ts";

/** For what a run can do without, as the other calls of its kind. */
const TIMEOUT_MS = 5_000;
/** Far more than any answer takes. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A call by the query protocol. */
export interface QueryCall {
  readonly service: keyof typeof VERSIONS;
  readonly operation: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** The version of each service's API. */
const VERSIONS = { ec2: "2016-11-15", sts: "2011-06-15" };

/**
 * Calls a service by its query protocol and gives the answer's XML. Of EC2 a run takes two operations, for which AWS's
 * client, of tens of megabytes, would be much; what STS is asked so goes before its client is loaded.
 */
export async function callByQuery(
  profile: Profile,
  { service, operation, parameters }: QueryCall,
): Promise<string> {
  const region = profile.region ?? "us-east-1";
  const own = `https://${service}.${region}.${suffixOf(region)}`;
  const url = new URL(profile.endpoints[service] ?? own);
  const fields = { Action: operation, Version: VERSIONS[service], ...parameters };
  const body = new URLSearchParams(fields).toString();
  const headers = signRequest({
    credentials: await profile.credentials(),
    region,
    service,
    digest: nodeDigest,
    request: {
      method: "POST",
      path: "/",
      query: "",
      headers: [
        ["host", url.host],
        ["content-type", "application/x-www-form-urlencoded; charset=utf-8"],
      ],
    },
    payloadHash: nodeDigest.sha256Hex(body),
    timestampMs: Date.now(),
  });
  const { status, text } = await send({ url, body, headers, certificates: profile.certificates });
  if (status >= 200 && status < 300) return text;
  throw new AwsError({
    code: elementIn(text, "Code") ?? `Http${status}`,
    message: elementIn(text, "Message") ?? "",
    status,
    operation,
  });
}

/** The text of the first element by a name. */
export function elementIn(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return found === undefined ? undefined : decodeXmlText(found);
}

function suffixOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

function failureOf(error: Error, { href }: URL): Error {
  const described = describeFailure(error, href);
  return described instanceof Error ? described : error;
}

interface Sent {
  readonly url: URL;
  readonly body: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly certificates: string | undefined;
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

function send({ url, body, headers, certificates }: Sent): Promise<Answered> {
  const isPlain = url.protocol === "http:";
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(failureOf(error, url));
    };
    const options = {
      method: "POST",
      headers: Object.fromEntries(headers),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(certificates !== undefined && { ca: certificates }),
    };
    const request = (isPlain ? requestHttp : requestHttps)(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
        if (text.length > MOST_BYTES) response.destroy(new Error("the answer is too long"));
      });
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
      response.on("error", fail);
    });
    request.on("error", fail);
    request.end(body);
  });
}
