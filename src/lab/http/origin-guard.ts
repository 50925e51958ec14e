import { readAuthorizationV2 } from "../../aws/index.ts";
import { Refusal } from "../refusal.ts";
import { readHost } from "./host-guard.ts";
import { headerOf, type LabRequest } from "./lab-request.ts";

/**
 * Refuses what a page of the web has a browser ask, when nobody signed it: the page has no keys, but the lab
 * would answer it what anybody may ask.
 */
export function requireOwnOrigin(request: LabRequest): void {
  if (isSigned(request) || isOwnOrigin(headerOf(request, "origin"))) return;
  throw new Refusal({
    code: "AccessDenied",
    status: 403,
    message:
      "the lab answers pages of other origins only what is signed, or what a bucket's CORS rules allow",
  });
}

function isSigned({ read, wire }: LabRequest): boolean {
  return read.outcome === "read" || readAuthorizationV2(wire).outcome === "read";
}

function isOwnOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  const [, host] = /^https?:\/\/([^/]+)$/.exec(origin) ?? [];
  return host !== undefined && readHost(host, () => true).kind !== "foreign";
}
