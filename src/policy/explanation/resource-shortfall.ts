import { parseArn } from "../../aws/index.ts";
import { matchesGlob } from "../match/glob.ts";
import { compilePattern } from "../match/text-pattern.ts";
import type { AuthorizationRequest } from "../request.ts";
import type { ExplainedEntry } from "./explanation.ts";
import type { Shortfall } from "./shortfall.ts";

/** Why no entry of `Resource` covers what is asked for, by the one that comes nearest. */
export function resourceShortfall(
  entries: readonly ExplainedEntry[],
  { resource }: AuthorizationRequest,
): Shortfall {
  const doubtful = entries.filter(({ matches }) => matches === "unknown");
  if (doubtful.length > 0) return doubtfulShortfall(doubtful);
  const named = entries.map(({ value }) => value);
  const unresolved = entries.find((entry) => entry.resolved === null);
  if (unresolved !== undefined) return { code: "unresolved", named: unresolved.value };
  const asked = s3Place(resource);
  if (asked === undefined) return { code: "otherResource", named };
  const nearest = entries
    .map((entry) => nearPlace(entry, asked))
    .filter((found) => found !== undefined)
    .sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  const [first] = nearest;
  if (first?.code === "otherKeys") return { code: "otherKeys", named };
  if (first !== undefined) return first;
  return named.every((one) => s3Place(one) !== undefined)
    ? { code: "otherBucket", named }
    : { code: "otherResource", named };
}

const order: readonly Shortfall["code"][] = ["objectsNotBucket", "bucketNotObjects", "otherKeys"];

function doubtfulShortfall(doubtful: readonly ExplainedEntry[]): Shortfall {
  const variable = doubtful.find((entry) => entry.resolved === null);
  if (variable !== undefined) return { code: "unknownVariable", named: variable.value };
  return { code: "someKeys", named: doubtful.map(({ value }) => value) };
}

interface Place {
  readonly bucket: string;
  /** Absent where the bucket itself is meant. */
  readonly key?: string;
}

function s3Place(arn: string): Place | undefined {
  const parsed = parseArn(arn);
  // An access point's ARN has a region and an account.
  if (parsed?.service !== "s3" || parsed.account !== "") return undefined;
  const slash = parsed.resource.indexOf("/");
  if (slash < 0) return { bucket: parsed.resource };
  return { bucket: parsed.resource.slice(0, slash), key: parsed.resource.slice(slash + 1) };
}

function nearPlace({ value, resolved }: ExplainedEntry, asked: Place): Shortfall | undefined {
  const named = s3Place(resolved ?? value);
  if (named === undefined || !fits(named.bucket, asked.bucket)) return undefined;
  if (named.key === undefined) return { code: "bucketNotObjects", named: value };
  if (asked.key === undefined) return { code: "objectsNotBucket", named: value };
  return { code: "otherKeys", named: [value] };
}

function fits(bucketPattern: string, bucket: string): boolean {
  const syntax = { variables: false, wildcards: true, folded: false };
  const pattern = compilePattern(bucketPattern, syntax);
  return pattern.kind === "fixed" && matchesGlob(pattern.glob, bucket);
}
