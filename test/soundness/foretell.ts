import {
  type Facts,
  judge,
  type Judgement,
  type Need,
  needsOf,
  withKeyNeeds,
} from "../../src/access/index.ts";
import { type AwsCall, type ObjectScope, s3Arn } from "../../src/aws/index.ts";
import { type Decision, outcomeForKey } from "../../src/policy/index.ts";
import type { CallKeys } from "./send-call.ts";

/** What a check says of one request: `unknown` is an answer too. */
export interface Foretold {
  readonly outcome: "allowed" | "denied" | "unknown";
  /** AWS's texts for the needs that are denied, one of which is shown; empty where it may be another one. */
  readonly texts: readonly string[];
  /** What is denied, how and by which layer: one of these is what refuses. */
  readonly layers: readonly string[];
}

/** What a check says of a call by the prefix of its keys, as before anything is listed; then of each key. */
export function foretellByPrefix(
  call: AwsCall,
  calls: readonly AwsCall[],
  about: About,
): (keys: CallKeys) => Foretold {
  const judged = judgementsOn(call, calls, about);
  return (keys) => foretold(judged, (judgement) => outcomeOn(judgement, call, keys));
}

/** What it says where the key is known beforehand: then the very text of a denial is foretold. */
export function foretellByKey(
  call: AwsCall,
  calls: readonly AwsCall[],
  { keys, ...about }: About & { readonly keys: CallKeys },
): Foretold {
  const exact = (each: AwsCall): AwsCall => onKey(each, keys);
  const judged = judgementsOn(exact(call), calls.map(exact), about);
  return foretold(judged, ({ decision }) => decision.outcome);
}

/** On which facts, and whether the objects have tags. */
export interface About {
  readonly facts: Facts;
  readonly tagged: boolean;
}

const PARTS: ReadonlySet<string> = new Set([
  "UploadPart",
  "UploadPartCopy",
  "CompleteMultipartUpload",
]);

/** The judgements on what one call takes; parts are judged with the headers of their upload's beginning. */
function judgementsOn(
  call: AwsCall,
  calls: readonly AwsCall[],
  { facts, tagged }: About,
): readonly Judgement[] {
  const beginnings = PARTS.has(call.operation)
    ? calls.filter(({ operation }) => operation === "CreateMultipartUpload")
    : [];
  const needs = withKeyNeeds(needsOf([...beginnings, call]), facts).filter((need) =>
    (need.via ?? need).because.includes(call.operation),
  );
  const asked = needs.filter((need) => isAskedBy(call, need, tagged));
  // A write with tags is judged by them alone.
  const isOfTags = asked.some(isWriteWithTags);
  return judge(
    asked.filter((need) => !isOfTags || need.mayCarryTags !== true || isWriteWithTags(need)),
    facts,
  );
}

function isWriteWithTags({ mayCarryTags, occasion }: Need): boolean {
  return mayCarryTags === true && occasion === "if-tagged";
}

/**
 * A run has the needs of all its calls; some are of others than this one. S3 makes a data key when an upload
 * begins and opens it for every part (S3 User Guide, Protecting data with SSE-KMS and multipart upload).
 */
function isAskedBy({ operation }: AwsCall, { action, occasion }: Need, tagged: boolean): boolean {
  const isOfTagsAlone = /^(?:Get|Put)ObjectTagging$/.test(operation);
  if (occasion === "if-tagged" && !isOfTagsAlone) return tagged;
  if (operation === "CreateMultipartUpload") return action !== "kms:Decrypt";
  if (PARTS.has(operation)) return action !== "kms:GenerateDataKey";
  return true;
}

type Outcome = Judgement["decision"]["outcome"];

function foretold(
  judged: readonly Judgement[],
  outcomeOf: (judgement: Judgement) => Outcome,
): Foretold {
  const denied = judged.filter((each) => isDenial(outcomeOf(each)));
  const isOpen = judged.some((each) => outcomeOf(each) === "unknown");
  const isSettled = !isOpen && !denied.some(isTextOpen);
  return {
    outcome: denied.length > 0 ? "denied" : isOpen ? "unknown" : "allowed",
    // Where something is open, another denial may come first.
    texts: isSettled ? denied.map(textOf) : [],
    layers: isSettled ? denied.flatMap(({ decision }) => layersOf(decision)) : [],
  };
}

/** The action that is refused, how, and by which layer; of KMS, those of S3's calls in the caller's name. */
export function layersOf(decision: Decision): readonly string[] {
  if (decision.outcome === "allowed" || decision.outcome === "unknown") return [];
  const calls = decision.gates.find(({ layer }) => layer === "key")?.calls ?? [];
  if (decision.layer === "key") return calls.flatMap(layersOf);
  return [`${decision.request.action} ${decision.outcome} ${decision.layer}`];
}

function isTextOpen({ decision }: Judgement): boolean {
  if ("unanswered" in decision) return true;
  return decision.gates.some(({ allows, denies }) => allows === "unknown" || denies === "unknown");
}

/** S3 passes errors of KMS on, with `KMS.` before their codes. */
function textOf({ need, decision }: Judgement): string {
  if (decision.outcome !== "explicitDeny" && decision.outcome !== "implicitDeny") return "";
  const { awsCode, awsMessage } = decision;
  const service = need.via === undefined ? "" : "KMS.";
  const code = awsCode === undefined ? "AccessDenied" : service + awsCode.replace(/^KMS\./, "");
  return `${code}: ${awsMessage}`;
}

function isDenial(outcome: Outcome): boolean {
  return outcome === "explicitDeny" || outcome === "implicitDeny";
}

/** A prefix may have different answers for different keys. */
function outcomeOn(
  { need, decision, residual }: Judgement,
  { from }: AwsCall,
  keys: CallKeys,
): Outcome {
  if (residual === undefined) return decision.outcome;
  const key = from?.bucket === need.bucket && need.side === "source" ? keys.from : keys.on;
  // Of the ARN, what names the object.
  return outcomeForKey(residual, s3Arn(need.bucket, key).split(":").slice(5).join(":"));
}

function onKey(call: AwsCall, keys: CallKeys): AwsCall {
  if (call.operation === "ListObjectsV2") return call;
  return {
    ...call,
    on: scopeOn(call.on, keys.on),
    ...(call.from && { from: scopeOn(call.from, keys.from) }),
  };
}

function scopeOn({ bucket }: ObjectScope, key: string): ObjectScope {
  return { bucket, keys: { kind: "key", key } };
}
