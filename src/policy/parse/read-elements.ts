import type { Node } from "jsonc-parser";

import type { Effect, Element, Statement } from "../policy-document.ts";
import { checkActionPattern, checkResourcePattern } from "./check-pattern.ts";
import { type Property, readString, readStrings } from "./json-object.ts";
import { parsePrincipal } from "./parse-principal.ts";
import { type ProblemLog, quoted } from "./problem-log.ts";

/** Where a policy is attached: to a user or role, to a resource, or to a role as its trust policy. */
export type ParsedKind = "identity" | "resource" | "trust";

/** Everything that reading one element needs. */
export interface StatementSource {
  readonly kind: ParsedKind;
  readonly node: Node;
  readonly elements: ReadonlyMap<string, Property>;
  readonly log: ProblemLog;
}

export function readSid({ elements, kind, log }: StatementSource): string | undefined {
  const property = elements.get("Sid");
  if (property === undefined) return undefined;
  const sid = readString(property, log);
  // IAM User Guide, Sid: letters and digits only. Other services, S3 among them, take more.
  if (sid !== undefined && kind === "identity" && !/^[A-Za-z0-9]*$/.test(sid)) {
    log.add("invalidSid", `\`Sid\` is ${quoted(sid)}: it must be letters and digits`, {
      offset: property.value.offset,
    });
  }
  return sid;
}

export function readEffect({ node, elements, log }: StatementSource): Effect | undefined {
  const property = elements.get("Effect");
  if (property === undefined) {
    log.add("missingEffect", "the statement has no `Effect`", { offset: node.offset });
    return undefined;
  }
  const effect = readString(property, log);
  if (effect === "Allow" || effect === "Deny") return effect;
  if (effect !== undefined) {
    const text = `\`Effect\` is ${quoted(effect)}: it must be \`Allow\` or \`Deny\``;
    log.add("invalidEffect", text, { offset: property.value.offset, subject: effect });
  }
  return undefined;
}

/** The element or its `Not…` twin; both at once are a problem. */
function eitherElement(name: string, { elements, log }: StatementSource): Property | undefined {
  const plain = elements.get(name);
  const twin = elements.get(`Not${name}`);
  if (plain !== undefined && twin !== undefined) {
    const text = `the statement has both \`${name}\` and \`Not${name}\`: it must have one of them`;
    log.add("exclusiveElements", text, twin.name.span);
  }
  return plain ?? twin;
}

export function readPrincipal(source: StatementSource): Statement["principal"] {
  const { kind, node, log } = source;
  const property = eitherElement("Principal", source);
  if (kind === "identity") {
    if (property !== undefined) {
      const text = `an identity policy has no \`${property.name.value}\`: it applies to whom it is attached to`;
      log.add("principalNotAllowed", text, property.name.span);
    }
    return undefined;
  }
  if (property !== undefined) return parsePrincipal(property, log);
  log.add("missingPrincipal", "the statement has no `Principal`", { offset: node.offset });
  return undefined;
}

export function readAction(source: StatementSource): Element<string> | undefined {
  const property = eitherElement("Action", source);
  if (property !== undefined) return readPatterns(property, source.log, checkActionPattern);
  source.log.add("missingAction", "the statement has no `Action`", { offset: source.node.offset });
  return undefined;
}

export function readResource(source: StatementSource): Element<string> | undefined {
  const { kind, node, log } = source;
  const property = eitherElement("Resource", source);
  if (kind === "trust") {
    if (property !== undefined) {
      const text = `a trust policy has no \`${property.name.value}\`: it applies to its role`;
      const subject = property.name.value;
      log.add("resourceNotAllowed", text, { ...property.name.span, subject });
    }
    return undefined;
  }
  if (property !== undefined) return readPatterns(property, log, checkResourcePattern);
  log.add("missingResource", "the statement has no `Resource`", { offset: node.offset });
  return undefined;
}

function readPatterns(
  property: Property,
  log: ProblemLog,
  check: typeof checkActionPattern,
): Element<string> {
  const entries = readStrings(property, log);
  for (const entry of entries) {
    const found = check(entry.value);
    if (found === undefined) continue;
    log.add(found.code, found.message, { ...entry.span, subject: entry.value });
  }
  return { negated: property.name.value.startsWith("Not"), entries, span: property.span };
}
