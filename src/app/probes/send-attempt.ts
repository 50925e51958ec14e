import { type Need, readDenials } from "../../access/index.ts";
import { AwsError } from "../../aws/index.ts";
import type { Attempt, Undo } from "./attempts-of.ts";
import type { Probe, ProbeCall, ProbeOutcome } from "./probe.ts";

/** Sends a probe, and takes back what it began whatever happens meanwhile. */
export async function sendAttempt({ call, send, guard }: Attempt): Promise<readonly Probe[]> {
  if (send === undefined) return [{ ...call, outcome: "untried", why: "noKey" }];
  const guarded = guard === undefined ? [] : await sendAttempt(guard);
  if (guarded.some(({ outcome }) => outcome !== "allowed")) {
    return [...guarded, { ...call, outcome: "untried", why: "wouldStay" }];
  }
  try {
    const undo = await send();
    return [...guarded, { ...call, outcome: "allowed", ...(undo && (await takeBack(undo))) }];
  } catch (error) {
    return [...guarded, { ...call, ...outcomeOf(error, call) }];
  }
}

/** What stays is told, whatever went wrong. */
async function takeBack({ upload, send }: Undo): Promise<{ readonly left?: string }> {
  return send().then(
    () => ({}),
    () => ({ left: upload }),
  );
}

/** A condition that does not hold, or a body that is not what was announced, is met by who may write. */
const METS: ReadonlySet<string> = new Set(["PreconditionFailed", "412", "BadDigest"]);

function outcomeOf(error: unknown, call: ProbeCall): ProbeOutcome {
  if (!(error instanceof AwsError)) throw error;
  if (METS.has(error.code)) return { outcome: "allowed" };
  if (!isRefusal(error)) return { outcome: "open", error };
  const action = refusedAction(error, call.asks);
  return { outcome: "denied", error, ...(action !== undefined && { action }) };
}

/** What S3 says of permissions, keys that cannot be used and ACLs that it does not take. */
function isRefusal({ code }: AwsError): boolean {
  return /^(?:AccessDenied|403|AccessControlListNotSupported|KMS\..+)$/.test(code);
}

/** The action that AWS's text names, or the only one that it can be. */
function refusedAction(error: AwsError, asks: readonly Need[]): string | undefined {
  const [told] = readDenials(error.message);
  if (told?.action !== undefined) return told.action;
  const [first, ...others] = asks.filter(isAlways).filter((need) => canBeMeant(error, need));
  return others.length === 0 ? first?.action : undefined;
}

/** What only some objects need is refused by name or not at all. */
function isAlways({ essential }: Need, _: number, all: readonly Need[]): boolean {
  return essential || all.length === 1;
}

/** KMS always says what it refuses; a bare `Access Denied` is S3's own. */
function canBeMeant({ code }: AwsError, { action, via }: Need): boolean {
  if (code === "AccessControlListNotSupported") return action === "s3:PutObjectAcl";
  return code.startsWith("KMS.") ? via !== undefined : via === undefined;
}
