import { EC2_OPERATIONS } from "../../src/lab/ec2/ec2-service.ts";
import { OIDC_OPERATIONS, PORTAL_OPERATIONS } from "../../src/lab/identity-center/portal.ts";
import { IAM_OPERATIONS } from "../../src/lab/iam/operations.ts";
import { JSON_SERVICES } from "../../src/lab/json/json-service.ts";
import { namedBy } from "../../src/lab/s3-control/named-by.ts";
import { S3_CONTROL_OPERATIONS } from "../../src/lab/s3-control/operations.ts";
import { S3_OPERATIONS } from "../../src/lab/s3/operations.ts";
import { STS_OPERATIONS } from "../../src/lab/sts/operations.ts";

/** Every operation of every table of the lab, `kms:CreateKey`. */
export const LAB_OPERATIONS: readonly string[] = [
  ...named("s3", S3_OPERATIONS),
  ...named("s3-control", S3_CONTROL_OPERATIONS),
  ...named("sts", STS_OPERATIONS),
  ...named("iam", IAM_OPERATIONS),
  ...JSON_SERVICES.flatMap(({ name, operations }) => named(name, operations)),
  ...named("ec2", EC2_OPERATIONS),
  ...named("sso-oidc", OIDC_OPERATIONS),
  ...named("sso-portal", PORTAL_OPERATIONS),
];

/** Nobody signs for the sign-in: its operations are told by their paths. */
const ROUTES: ReadonlyMap<string, string> = new Map([
  ...OIDC_OPERATIONS.map(({ name, route }) => [route, `sso-oidc:${name}`] as const),
  ...PORTAL_OPERATIONS.map(({ name, route }) => [route, `sso-portal:${name}`] as const),
]);

function named(
  service: string,
  operations: readonly { readonly name: string }[],
): readonly string[] {
  return operations.map(({ name }) => `${service}:${name}`);
}

/** A request, as far as it says what it asks for. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly service?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The operation that a request asks for, whether the lab has it or not. */
export function operationOf(asked: Asked): string | undefined {
  const { service = "s3", target, headers = {} } = asked;
  const named = headers["x-amz-target"]?.split(".")[1];
  if (named !== undefined) return `${service}:${named}`;
  return ROUTES.get(`${asked.method} ${target.split("?")[0] ?? ""}`) ?? unnamedOf(asked);
}

function unnamedOf(asked: Asked): string | undefined {
  const { service = "s3", target, body = "" } = asked;
  if (service !== "s3") {
    const form = new URLSearchParams(body === "" ? (target.split("?")[1] ?? "") : body);
    return `${service}:${form.get("Action") ?? ""}`;
  }
  return target.startsWith("/v20180820/") ? controlOperationOf(asked) : s3OperationOf(asked);
}

function controlOperationOf({ method, target }: Asked): string | undefined {
  const [path = ""] = target.slice("/v20180820/".length).split("?");
  const found = S3_CONTROL_OPERATIONS.find((operation) => {
    return operation.method === method && namedBy(operation.path, path) !== undefined;
  });
  return found && `s3-control:${found.name}`;
}

/** Of the operations of a place, those that ask for most come first. */
function s3OperationOf({ method, target, headers = {} }: Asked): string | undefined {
  const [path = "", query = ""] = target.split("?");
  const parameters = new URLSearchParams(query);
  const [, bucket = "", ...key] = path.split("/");
  const place = bucket === "" ? "service" : key.join("/") === "" ? "bucket" : "object";
  const found = S3_OPERATIONS.filter(
    (operation) =>
      operation.method === method &&
      operation.place.toLowerCase().endsWith(place) &&
      (operation.markers ?? []).every((marker) => parameters.has(marker)) &&
      (operation.markerHeader === undefined || operation.markerHeader in headers),
  ).toSorted((a, b) => weightOf(b) - weightOf(a))[0];
  return found && `s3:${found.name}`;
}

function weightOf({ markers = [], markerHeader }: (typeof S3_OPERATIONS)[number]): number {
  return markers.length + (markerHeader === undefined ? 0 : 1);
}
