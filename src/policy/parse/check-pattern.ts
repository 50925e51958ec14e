import type { Sentence } from "../../aws/index.ts";
import { type ProblemCode, quoted } from "./problem-log.ts";

/** What is wrong with an action or resource pattern. */
export interface PatternProblem {
  readonly code: ProblemCode;
  readonly sentence: Sentence;
}

/** `*`, or `service:Name` with wildcards in the name (IAM: "Actions/Conditions must be prefaced by a vendor"). */
export function checkActionPattern(pattern: string): PatternProblem | undefined {
  if (pattern === "*" || /^(?:\*|[A-Za-z0-9-]+):[^:\s]+$/.test(pattern)) return undefined;
  const sentence = {
    en: `cannot read action ${quoted(pattern)}: it must be \`*\` or \`service:Name\`, such as \`s3:GetObject\``,
    ja: `アクション ${quoted(pattern)} を読み取れません。\`*\` か、\`s3:GetObject\` のような \`service:Name\` の形で書いてください`,
  };
  return { code: "invalidAction", sentence };
}

/** `*`, or an ARN of six fields whose service is written out (IAM: "Resource vendor must be fully qualified and cannot contain regexes"). */
export function checkResourcePattern(pattern: string): PatternProblem | undefined {
  if (pattern === "*") return undefined;
  const [prefix, partition, service, region, account, ...rest] = pattern.split(":");
  const complete = region !== undefined && account !== undefined && rest.length > 0;
  if (prefix !== "arn" || !partition || !complete) {
    const sentence = {
      en: `cannot read resource ${quoted(pattern)}: it must be \`*\` or an ARN, such as \`arn:aws:s3:::bucket/*\``,
      ja: `リソース ${quoted(pattern)} を読み取れません。\`*\` か、\`arn:aws:s3:::bucket/*\` のような ARN を書いてください`,
    };
    return { code: "invalidResource", sentence };
  }
  if (service !== undefined && /^[a-z0-9-]+$/.test(service)) return undefined;
  const sentence = {
    en: `cannot read resource ${quoted(pattern)}: its service must be written out, without wildcards`,
    ja: `リソース ${quoted(pattern)} を読み取れません。サービス名はワイルドカードを使わずに書いてください`,
  };
  return { code: "invalidResource", sentence };
}
