import type { Credentials } from "../../src/aws/index.ts";
import { ask } from "./wire.ts";

/** What `X-Amz-Target` has before the dot, by the name that is signed. */
const SHAPES = {
  kms: "TrentService",
  organizations: "AWSOrganizationsV20161128",
  sso: "SWBExternalService",
  identitystore: "AWSIdentityStore",
} as const;

/** A request to a service with the JSON 1.1 protocol. */
export interface JsonQuestion {
  readonly credentials: Credentials;
  /** `kms:Encrypt`. */
  readonly operation: string;
  readonly input?: object;
  readonly region?: string;
  /** When it is signed; now when absent. */
  readonly timestampMs?: number;
}

/** An answer, read; errors too. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Signs a request, sends it and reads the answer. */
export async function askJson(port: number, question: JsonQuestion): Promise<JsonAnswer> {
  const { credentials, operation, input = {}, region = "ap-northeast-1" } = question;
  const [service = "", name = ""] = operation.split(":");
  const shape = new Map<string, string>(Object.entries(SHAPES)).get(service) ?? "";
  const { status, body } = await ask(port, {
    credentials,
    method: "POST",
    target: "/",
    service,
    region,
    ...(question.timestampMs !== undefined && { timestampMs: question.timestampMs }),
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${shape}.${name}`,
    },
    body: JSON.stringify(input),
  });
  return {
    status,
    body: body === "" ? {} : (JSON.parse(body) as Record<string, unknown>),
  };
}

/** A text at a path of an answer, e.g. `KeyMetadata.Arn`. */
export function textAt(body: Readonly<Record<string, unknown>>, path: string): string {
  let value: unknown = body;
  for (const name of path.split(".")) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  }
  if (typeof value === "string") return value;
  throw new Error(`no text at \`${path}\` of ${JSON.stringify(body)}`);
}
