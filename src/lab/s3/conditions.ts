import { headerOf, type LabRequest } from "../http/lab-request.ts";
import { Refusal } from "../refusal.ts";
import type { StoredObject } from "../state/stored-object.ts";

/** The four conditional headers, under whatever prefix they stand. */
interface Conditions {
  readonly match: string | undefined;
  readonly noneMatch: string | undefined;
  readonly modifiedSince: string | undefined;
  readonly unmodifiedSince: string | undefined;
}

/** How a conditional read ends: go on, answer 304, or answer 412 naming the condition. */
export type ConditionResult =
  | { readonly kind: "holds" }
  | { readonly kind: "notModified"; readonly condition: string }
  | { readonly kind: "failed"; readonly condition: string };

/** Reads `If-…` headers, or with a prefix those that a copy puts on its source. */
export function readConditions(request: LabRequest, prefix = ""): Conditions {
  return {
    match: headerOf(request, `${prefix}if-match`),
    noneMatch: headerOf(request, `${prefix}if-none-match`),
    modifiedSince: headerOf(request, `${prefix}if-modified-since`),
    unmodifiedSince: headerOf(request, `${prefix}if-unmodified-since`),
  };
}

/**
 * Holds a read's conditions against an object. A true If-Match beats If-Unmodified-Since and a
 * false If-None-Match beats If-Modified-Since (API Reference, GetObject; RFC 9110 §13.2.2).
 */
export function checkConditions(conditions: Conditions, object: StoredObject): ConditionResult {
  const { match, noneMatch, modifiedSince, unmodifiedSince } = conditions;
  if (match !== undefined) {
    if (!namesEtag(match, object.etag)) return { kind: "failed", condition: "If-Match" };
  } else if (isAfter(object, unmodifiedSince)) {
    return { kind: "failed", condition: "If-Unmodified-Since" };
  }
  if (noneMatch !== undefined) {
    if (namesEtag(noneMatch, object.etag)) {
      return { kind: "notModified", condition: "If-None-Match" };
    }
  } else if (isNotAfter(object, modifiedSince)) {
    return { kind: "notModified", condition: "If-Modified-Since" };
  }
  return { kind: "holds" };
}

/** Does a list of entity tags, or `*`, name this one? */
export function namesEtag(list: string, etag: string): boolean {
  return list
    .split(",")
    .map((tag) =>
      tag
        .trim()
        .replace(/^W\//, "")
        .replace(/^"(.*)"$/, "$1"),
    )
    .some((tag) => tag === "*" || tag === etag);
}

function isAfter(object: StoredObject, date: string | undefined): boolean {
  const seconds = readSeconds(date);
  return seconds !== undefined && Math.floor(object.modifiedMs / 1000) > seconds;
}

function isNotAfter(object: StoredObject, date: string | undefined): boolean {
  const seconds = readSeconds(date);
  return seconds !== undefined && Math.floor(object.modifiedMs / 1000) <= seconds;
}

/** A date that cannot be read does not count (RFC 9110 §13.1.3). */
function readSeconds(date: string | undefined): number | undefined {
  const ms = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}

/** S3's answer to a condition that does not hold. */
export function preconditionFailed(condition: string): Refusal {
  return new Refusal({
    code: "PreconditionFailed",
    status: 412,
    message: "At least one of the pre-conditions you specified did not hold",
    elements: { Condition: condition },
  });
}
