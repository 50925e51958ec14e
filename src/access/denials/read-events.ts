import { parseArn } from "../../aws/index.ts";
import { decodedMessage, isDecodedMessage } from "./decoded-message.ts";
import { denialReason } from "./denial-reason.ts";
import { plainCode } from "./error-code.ts";
import { readAuthorization } from "./read-authorization.ts";
import type { DenialRecord } from "./read-record.ts";
import { type Fields, fieldsIn, isFields, textIn } from "./json-fields.ts";
import { isAuthorizationDetails, recordsOfDetails } from "./read-authorization-details.ts";
import { parseJson, takeJson } from "./take-json.ts";

const MESSAGE_LIMIT = 1_000;
// Events stand in strings within events' lists, and those in the records of a log.
const DEPTH_LIMIT = 8;

/** Takes CloudTrail's events, decoded authorization messages and authorization details out of a text. */
export function takeEvents(text: string): {
  readonly records: readonly DenialRecord[];
  readonly rest: string;
} {
  if (!/"(?:eventName|matchedStatements|evaluatedEffect)\\*"/.test(text))
    return { records: [], rest: text };
  const { values, rest } = takeJson(text, (value) => factsIn(value).length > 0);
  const records = values
    .flatMap((value) => factsIn(value))
    .flatMap((fact) => recordsOf(fact))
    .filter((record) => record !== undefined);
  return { records, rest };
}

function recordsOf(fact: Fields): readonly (DenialRecord | undefined)[] {
  if (isAuthorizationDetails(fact)) return recordsOfDetails(fact);
  return [isEvent(fact) ? recordOfEvent(fact) : recordOfDecoded(fact)];
}

/** The events, messages and details anywhere in a value. */
function factsIn(value: unknown, depth = 0): readonly Fields[] {
  if (depth > DEPTH_LIMIT) return [];
  if (typeof value === "string") {
    return value.startsWith("{") ? factsIn(parseJson(value), depth + 1) : [];
  }
  if (Array.isArray(value)) return value.flatMap((item) => factsIn(item, depth + 1));
  if (!isFields(value)) return [];
  if (isEvent(value) || isDecodedMessage(value) || isAuthorizationDetails(value)) return [value];
  return Object.values(value).flatMap((item) => factsIn(item, depth + 1));
}

function isEvent(value: Fields): boolean {
  return typeof value["eventName"] === "string" && typeof value["eventSource"] === "string";
}

/** CloudTrail User Guide, CloudTrail record contents; undefined when nothing was refused. */
function recordOfEvent(event: Fields): DenialRecord | undefined {
  const told = textIn(event, "errorCode");
  if (told === undefined) return undefined;
  const message = textIn(event, "errorMessage") ?? told;
  const principal = textIn(fieldsIn(event, "userIdentity"), "arn");
  const { key, ...places } = placesOf(fieldsIn(event, "requestParameters"));
  return {
    denial: {
      code: plainCode(told.replace(/^(?:Client|Server)\./, "")),
      operation: textIn(event, "eventName") ?? "",
      ...(principal !== undefined && { principal }),
      ...readAuthorization(message),
      ...places,
      ...denialReason(message),
      message: message.slice(0, MESSAGE_LIMIT),
    },
    ...(key && { key }),
  };
}

type Places = Pick<DenialRecord["denial"], "bucket" | "sourceBucket" | "destinationBucket"> &
  Pick<DenialRecord, "key">;

function placesOf(parameters: Fields): Places {
  const bucket = textIn(parameters, "bucketName");
  const key = textIn(parameters, "key");
  const source = textIn(parameters, "x-amz-copy-source")?.replace(/^\//, "").split("/")[0];
  if (bucket === undefined) return placeOfContext(fieldsIn(parameters, "encryptionContext"));
  return {
    ...(source === undefined ? { bucket } : { sourceBucket: source, destinationBucket: bucket }),
    ...(key !== undefined && { key }),
  };
}

/** For S3, KMS is told the object, or the bucket where it has a Bucket Key. */
function placeOfContext(context: Fields): Places {
  const arn = parseArn(textIn(context, "aws:s3:arn") ?? "");
  if (arn === undefined) return {};
  const [bucket = "", ...key] = arn.resource.split("/");
  return { bucket, ...(key.length > 0 && { key: key.join("/") }) };
}

/** AWS STS API Reference, DecodeAuthorizationMessage; undefined when it was allowed. */
function recordOfDecoded(decoded: Fields): DenialRecord | undefined {
  if (decoded["allowed"] === true) return undefined;
  const context = fieldsIn(decoded, "context");
  const principal = textIn(fieldsIn(context, "principal"), "arn");
  const action = textIn(context, "action");
  const resource = textIn(context, "resource");
  return {
    denial: {
      code: "AccessDenied",
      ...(principal !== undefined && { principal }),
      ...(action !== undefined && { action }),
      ...(resource !== undefined && { resource }),
      effect: decoded["explicitDeny"] === true ? "explicit" : "implicit",
      decoded: decodedMessage(decoded),
      message: `${principal ?? ""} ${action ?? ""} ${resource ?? ""}`
        .trim()
        .slice(0, MESSAGE_LIMIT),
    },
  };
}
