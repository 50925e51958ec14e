import { type AttachedPolicy, parsePolicy } from "../../policy/index.ts";
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
  const { message, line, column } = parsed.problems[0];
  return unknown(`${policy.name} of ${policy.attachedTo}, ${line}:${column}: ${message}`);
}
