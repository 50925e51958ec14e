import type { Bucket } from "../state/buckets.ts";
import { readXml, type XmlElement } from "../xml/read-xml.ts";
import { wrap } from "../xml/write-xml.ts";

/** What a page wants to ask. */
export interface CorsQuestion {
  readonly origin: string;
  readonly method: string;
  /** Headers that the page would send, in lower case. */
  readonly headers: readonly string[];
}

/** A rule that takes a question, and the pattern by which it takes its origin. */
export interface CorsRule {
  readonly originPattern: string;
  readonly methods: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAge?: string;
}

/** The first rule of a bucket that takes a question; undefined where no rule does, or there are none. */
export function corsRuleFor(
  { documents }: Pick<Bucket, "documents">,
  question: CorsQuestion,
): CorsRule | undefined {
  const inner = new Map(documents).get("cors");
  if (inner === undefined) return undefined;
  for (const rule of readXml(wrap("CORSConfiguration", inner)).children) {
    const originPattern = textsOf(rule, "AllowedOrigin").find((pattern) =>
      fits(pattern, question.origin),
    );
    const methods = textsOf(rule, "AllowedMethod");
    const allowed = textsOf(rule, "AllowedHeader").map((pattern) => pattern.toLowerCase());
    const takes =
      methods.includes(question.method) &&
      question.headers.every((name) => allowed.some((pattern) => fits(pattern, name)));
    if (originPattern === undefined || !takes) continue;
    const [maxAge] = textsOf(rule, "MaxAgeSeconds");
    const exposed = textsOf(rule, "ExposeHeader");
    return { originPattern, methods, exposed, ...(maxAge !== undefined && { maxAge }) };
  }
  return undefined;
}

function textsOf(rule: XmlElement, name: string): readonly string[] {
  return rule.children.filter((child) => child.name === name).map(({ text }) => text);
}

/** One `*` stands for anything (S3 User Guide, Elements of a CORS configuration). */
function fits(pattern: string, text: string): boolean {
  const [start = "", end] = pattern.split("*");
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
