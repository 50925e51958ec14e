import type { PolicyRow } from "../policy/policy-row.ts";
import { decideRow } from "../policy/policy-row.ts";
import { callers } from "../support/callers.ts";
import { Inexpressible } from "./inexpressible.ts";
import { bringsKey, OPENINGS } from "./role-opening.ts";
import { LISTING } from "./row-question.ts";

type Keys = Readonly<Record<string, readonly string[]>>;

/**
 * Leaves out rows whose keys no request to the lab carries, and those that are decided otherwise when a
 * request has what every one has: the lab is asked over HTTP, from this machine, at the time that the row says.
 */
export function requireCarriedKeys(row: PolicyRow): void {
  const every = keysOfEvery(row);
  for (const [name, value] of Object.entries(row.context ?? {})) {
    const key = name.toLowerCase();
    const own = Array.isArray(value) ? value.map(String) : value;
    if (isSentAsked(row, key) || JSON.stringify(every[key]) === JSON.stringify(own)) continue;
    throw new Inexpressible(
      value === null
        ? "a key is absent that every request has"
        : `no request carries it, or not with that value: ${name}`,
    );
  }
  const context = { ...every, ...row.context };
  const [bare, dressed] = [decideRow(row), decideRow({ ...row, context })];
  if (textOf(bare) !== textOf(dressed)) {
    throw new Inexpressible("a key is absent that every request has");
  }
}

function textOf(decision: ReturnType<typeof decideRow>): string {
  return `${decision.outcome} ${"awsMessage" in decision ? decision.awsMessage : ""}`;
}

const TIME = new Set(["aws:currenttime", "aws:epochtime"]);
const WAY = new Set(["aws:sourcevpce", "aws:sourcevpc"]);

/** Keys whose values the test sends as the row has them. */
function isSentAsked(row: PolicyRow, key: string): boolean {
  if (LISTING.has(key)) return row.action === "s3:ListBucket";
  if (bringsKey(key)) return OPENINGS.has(row.action);
  return TIME.has(key) || (WAY.has(key) && row.vpcEndpoint !== undefined);
}

/** When a row's request is made: as it says, else now. */
export function timeOf({ context = {} }: PolicyRow): number {
  const value = Object.entries(context).find(([key]) => TIME.has(key.toLowerCase()))?.[1];
  const text = Array.isArray(value) ? String(value[0]) : undefined;
  if (text === undefined) return Date.now();
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function keysOfEvery(row: PolicyRow): Keys {
  const time = timeOf(row);
  const isS3 = row.action.startsWith("s3:");
  return {
    "aws:securetransport": ["false"],
    "aws:viaawsservice": ["false"],
    "aws:currenttime": [new Date(time).toISOString()],
    "aws:epochtime": [String(Math.floor(time / 1000))],
    "aws:resourceaccount": [row.resourceAccount],
    ...wayOf(row),
    ...(isS3 && row.caller !== "anonymous" && SIGNED),
    ...(callers[row.caller].kind === "roleSession" && SESSION),
  };
}

const SIGNED: Keys = {
  "s3:authtype": ["REST-HEADER"],
  "s3:signatureversion": ["AWS4-HMAC-SHA256"],
};

const SESSION: Keys = {
  "aws:multifactorauthpresent": ["false"],
};

function wayOf({ vpcEndpoint, action }: PolicyRow): Keys {
  const isThrough = vpcEndpoint !== undefined && action.startsWith("s3:");
  return isThrough
    ? { "aws:vpcsourceip": ["127.0.0.1"], "aws:vpceaccount": ["111111111111"] }
    : { "aws:sourceip": ["127.0.0.1"] };
}
