import type { Sentence } from "../../aws/index.ts";
import { type AttachedPolicy, parsePolicy, type PolicyProblem } from "../../policy/index.ts";
import type { ReadPolicy } from "../ports.ts";
import { type Fact, known, unknown } from "./facts.ts";

/** A policy as text, and what it is attached to. */
interface PlacedPolicy extends Omit<ReadPolicy, "group"> {
  readonly attachedTo: string;
  readonly kind: "identity" | "resource" | "trust";
}

/** Parses a policy that was read; one that we do not understand is unknown, with the place. */
export function attachedPolicy(policy: PlacedPolicy, from: string): Fact<AttachedPolicy> {
  const { text, kind, ...rest } = policy;
  const parsed = parsePolicy(text, kind);
  if (parsed.ok) return known({ ...rest, document: parsed.value }, from);
  return unknown(problemOf(placeOf(policy), parsed.problems[0]));
}

/** What of a policy is not understood, with the policy's name and the place. */
export function problemOf(name: Sentence, { sentence, line, column }: PolicyProblem): Sentence {
  const place = `${line}:${column}`;
  return {
    en: `${name.en}, ${place}: ${sentence.en}`,
    ja: `${name.ja}、${place}: ${sentence.ja}`,
  };
}

function placeOf({ attachedTo, kind, name }: PlacedPolicy): Sentence {
  const ja = (kind === "identity" ? undefined : NAMES.get(name)) ?? ` ${name}`;
  return { en: `${name} of ${attachedTo}`, ja: `${attachedTo} の${ja}` };
}

// Policies that are one of their kind have no name of their own.
const NAMES: ReadonlyMap<string, string> = new Map([
  ["bucket policy", "バケットポリシー"],
  ["access point policy", "アクセスポイントポリシー"],
  ["key policy", " KMS キーポリシー"],
  ["endpoint policy", " VPC エンドポイントポリシー"],
  ["trust policy", "信頼ポリシー"],
]);
