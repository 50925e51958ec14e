import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as s3control from "@aws-sdk/client-s3-control";
import * as sts from "@aws-sdk/client-sts";
import { quietSdk } from "../../src/client/quiet-sdk.ts";
import type { Credentials } from "../../src/aws/index.ts";
import type { LabRequestHandler } from "../../src/lab/index.ts";

/** Who calls, and where the lab is. */
export interface SdkCaller {
  readonly credentials: Credentials;
  readonly region: string;
  readonly requestHandler: LabRequestHandler;
  /** Files that `--body` may name. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** What a command printed, and its answer where it has one. */
export interface Printed {
  readonly exit: number;
  readonly text: string;
  readonly answer?: Readonly<Record<string, unknown>>;
}

const SERVICES: Readonly<Record<string, object>> = { iam, kms, s3api: s3, s3control, sts };

// Names that the AWS CLI does not write as the API does, word by word.
const ODD: Readonly<Record<string, string>> = {
  acl: "ACL",
  mfa: "MFA",
  "sse-customer-algorithm": "SSECustomerAlgorithm",
  "sse-customer-key": "SSECustomerKey",
  "ssekms-key-id": "SSEKMSKeyId",
};

/** Does what `aws SERVICE OPERATION --option value …` does, and prints a refusal as it does. */
export async function sdkCall(words: readonly string[], caller: SdkCaller): Promise<Printed> {
  quietSdk();
  const [service = "", verb = "", ...options] = words;
  const operation = pascal(verb);
  const at = options.indexOf("--region");
  const region = at < 0 ? caller.region : (options[at + 1] ?? caller.region);
  const client = clientFor(service, { ...caller, region });
  try {
    const input = { ...bodyOf(operation, options, caller.files), ...inputOf(options) };
    const command = commandFor(service, operation, input);
    return { exit: 0, text: "", answer: await client.send(command) };
  } catch (error) {
    return {
      exit: 255,
      text: `An error occurred (${codeOf(error)}) when calling the ${operation} operation: ${textOf(error)}`,
    };
  } finally {
    client.destroy();
  }
}

interface AnyClient {
  send(command: object): Promise<Readonly<Record<string, unknown>>>;
  destroy(): void;
}

type Made<T> = new (options: object) => T;

const ENDPOINT = "http://127.0.0.1";

function clientFor(service: string, { credentials, region, requestHandler }: SdkCaller): AnyClient {
  const name = { iam: "IAM", kms: "KMS", s3api: "S3", s3control: "S3Control", sts: "STS" }[service];
  const Client = member(service, `${name ?? service}Client`) as Made<AnyClient>;
  return new Client({
    credentials,
    region,
    requestHandler,
    // The SDK would put the account's number before the address.
    ...(service === "s3control"
      ? { disableHostPrefix: true, endpointProvider: () => ({ url: new URL(ENDPOINT) }) }
      : { endpoint: ENDPOINT }),
    forcePathStyle: true,
    followRegionRedirects: true,
    maxAttempts: 1,
  });
}

function commandFor(service: string, operation: string, input: object): object {
  const Command = member(service, `${operation}Command`) as Made<object>;
  return new Command(input);
}

function member(service: string, name: string): unknown {
  const found: unknown = Object.entries(SERVICES[service] ?? {}).find(([key]) => key === name)?.[1];
  if (typeof found !== "function") throw new Error(`\`${service}\` has no \`${name}\``);
  return found;
}

/** What is put without `--body` is empty. */
function bodyOf(
  operation: string,
  options: readonly string[],
  files: ReadonlyMap<string, Buffer>,
): object {
  if (operation !== "PutObject") return {};
  const at = options.indexOf("--body");
  return { Body: files.get(options[at + 1] ?? "") ?? Buffer.alloc(0) };
}

function inputOf(options: readonly string[]): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const [i, option] of options.entries()) {
    if (!option.startsWith("--") || isOwn(option)) continue;
    const value = options[i + 1];
    const isFlag = value === undefined || value.startsWith("--");
    input[memberName(option.slice(2))] = isFlag || valueOf(option, value);
  }
  return input;
}

/** Options of the client, and what is no member of the input. */
function isOwn(option: string): boolean {
  return option === "--body" || option === "--region";
}

/** Policies are texts to AWS; other structures are written as JSON or `Name=value`. */
function valueOf(option: string, text: string): unknown {
  if (/policy/.test(option)) return text;
  if (/^[[{]/.test(text)) return JSON.parse(text) as unknown;
  if (/^\d+$/.test(text) && !/owner|account|name|id$/.test(option)) return Number(text);
  return text;
}

function memberName(option: string): string {
  return ODD[option] ?? pascal(option);
}

function pascal(words: string): string {
  return words.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function codeOf(error: unknown): string {
  const { Code: code } = error as { readonly Code?: string };
  const name = code ?? (error instanceof Error ? error.name : "Error");
  // HEAD has no body: the AWS CLI prints the status.
  return /^(?:NotFound|Unknown|UnknownError|Forbidden|403|404)$/.test(name)
    ? String(statusOf(error))
    : name;
}

function statusOf(error: unknown): number {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? 0;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
