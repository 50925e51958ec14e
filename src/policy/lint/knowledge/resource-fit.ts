import { type ActionFacts, findAction, expandAction, resourceTypeArn } from "../../../aws/index.ts";
import { checkResourcePattern } from "../../parse/check-pattern.ts";
import { splitArn } from "../../match/split-arn.ts";
import { isKnown } from "../../unknown-text.ts";
import { overlap } from "./wildcards.ts";

/** What a resource pattern can cover in S3. */
export interface S3Scope {
  readonly bucket: boolean;
  readonly object: boolean;
}

const ANYTHING: S3Scope = { bucket: true, object: true };
const NOTHING: S3Scope = { bucket: false, object: false };

/** What an S3 ARN covers; text that is not known yet may cover anything that its rest admits. */
export function s3Scope(resource: string): S3Scope {
  if (resource === "*") return ANYTHING;
  const fields = splitArn(resource);
  if (fields === undefined) return scopeOfText(resource);
  const [prefix, partition, service, , account, path] = fields;
  if (/[*?]/.test(service) || !isKnown(prefix + partition + service)) return ANYTHING;
  if (service !== "s3") return NOTHING;
  // Access points, jobs and the like carry an account; their ARNs serve both levels.
  return account === "" ? scopeOfPath(path) : ANYTHING;
}

/** A bucket's ARN that is not known yet may be followed by a path that is. */
function scopeOfText(text: string): S3Scope {
  if (isKnown(text)) return NOTHING;
  return text.includes("/") ? { bucket: false, object: true } : ANYTHING;
}

function scopeOfPath(path: string): S3Scope {
  if (path.includes("/")) return { bucket: false, object: true };
  return path.includes("*") || !isKnown(path) ? ANYTHING : { bucket: true, object: false };
}

/** Whether an action can be asked for on something that the pattern covers. */
export function fits(action: ActionFacts, resource: string): boolean {
  // What is no ARN is rule 11's.
  const isPlain = isKnown(resource) && checkResourcePattern(resource) !== undefined;
  if (resource === "*" || resource.endsWith(":*") || isPlain) return true;
  const service = action.name.slice(0, action.name.indexOf(":"));
  if (!isKnown(resource)) return service !== "s3" || fitsUnknown(action, resource);
  return action.resourceTypes.some((type) => fitsType(service, type, resource));
}

/** Of an ARN that is not known, only what follows it tells something. */
function fitsUnknown({ resourceTypes }: ActionFacts, resource: string): boolean {
  const { bucket, object } = s3Scope(resource);
  if (bucket && object) return true;
  return resourceTypes.includes("object") ? object : bucket;
}

function fitsType(service: string, type: string, resource: string): boolean {
  if (service === "s3" && (type === "bucket" || type === "object")) return s3Scope(resource)[type];
  const template = resourceTypeArn(service, type);
  if (template === undefined) return true;
  const wanted = splitArn(template.replaceAll(/\$\{[^}]*\}/g, "*"));
  const written = splitArn(resource);
  // Whatever else S3 has lives in an account.
  if (wanted === undefined || written === undefined || (service === "s3" && written[4] === "")) {
    return false;
  }
  // A Region too many is rule 10's.
  return wanted.every((field, i) => i === 3 || overlap(field, written[i] ?? ""));
}

/** The actions of known services that a pattern covers. */
export function actionsOf(pattern: string): readonly ActionFacts[] {
  return expandAction(pattern)
    .map(findAction)
    .filter((action) => action !== undefined);
}
