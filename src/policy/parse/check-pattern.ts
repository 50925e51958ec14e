import { type ProblemCode, quoted } from "./problem-log.ts";

/** What is wrong with an action or resource pattern. */
export interface PatternProblem {
  readonly code: ProblemCode;
  readonly message: string;
}

/** `*`, or `service:Name` with wildcards in the name (IAM: "Actions/Conditions must be prefaced by a vendor"). */
export function checkActionPattern(pattern: string): PatternProblem | undefined {
  if (pattern === "*" || /^(?:\*|[A-Za-z0-9-]+):[^:\s]+$/.test(pattern)) return undefined;
  const message = `cannot read action ${quoted(pattern)}: it must be \`*\` or \`service:Name\`, such as \`s3:GetObject\``;
  return { code: "invalidAction", message };
}

/** `*`, or an ARN of six fields whose service is written out (IAM: "Resource vendor must be fully qualified and cannot contain regexes"). */
export function checkResourcePattern(pattern: string): PatternProblem | undefined {
  if (pattern === "*") return undefined;
  const [prefix, partition, service, region, account, ...rest] = pattern.split(":");
  const complete = region !== undefined && account !== undefined && rest.length > 0;
  if (prefix !== "arn" || !partition || !complete) {
    const message = `cannot read resource ${quoted(pattern)}: it must be \`*\` or an ARN, such as \`arn:aws:s3:::bucket/*\``;
    return { code: "invalidResource", message };
  }
  if (service !== undefined && /^[a-z0-9-]+$/.test(service)) return undefined;
  const message = `cannot read resource ${quoted(pattern)}: its service must be written out, without wildcards`;
  return { code: "invalidResource", message };
}
