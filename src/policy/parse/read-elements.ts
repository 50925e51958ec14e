import type { Node } from "jsonc-parser";

import type { Sentence } from "../../aws/index.ts";
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

function lacks(element: string): Sentence {
  return {
    en: `the statement has no \`${element}\``,
    ja: `ステートメントに \`${element}\` がありません`,
  };
}

export function readSid({ elements, kind, log }: StatementSource): string | undefined {
  const property = elements.get("Sid");
  if (property === undefined) return undefined;
  const sid = readString(property, log);
  // IAM User Guide, Sid: letters and digits only. Other services, S3 among them, take more.
  if (sid !== undefined && kind === "identity" && !/^[A-Za-z0-9]*$/.test(sid)) {
    const sentence = {
      en: `\`Sid\` is ${quoted(sid)}: it must be letters and digits`,
      ja: `\`Sid\` が ${quoted(sid)} になっています。使えるのは英数字だけです`,
    };
    log.add("invalidSid", sentence, { offset: property.value.offset });
  }
  return sid;
}

export function readEffect({ node, elements, log }: StatementSource): Effect | undefined {
  const property = elements.get("Effect");
  if (property === undefined) {
    log.add("missingEffect", lacks("Effect"), { offset: node.offset });
    return undefined;
  }
  const effect = readString(property, log);
  if (effect === "Allow" || effect === "Deny") return effect;
  if (effect !== undefined) {
    const sentence = {
      en: `\`Effect\` is ${quoted(effect)}: it must be \`Allow\` or \`Deny\``,
      ja: `\`Effect\` が ${quoted(effect)} になっています。\`Allow\` か \`Deny\` にしてください`,
    };
    log.add("invalidEffect", sentence, { offset: property.value.offset, subject: effect });
  }
  return undefined;
}

/** The element or its `Not…` twin; both at once are a problem. */
function eitherElement(name: string, { elements, log }: StatementSource): Property | undefined {
  const plain = elements.get(name);
  const twin = elements.get(`Not${name}`);
  if (plain !== undefined && twin !== undefined) {
    const sentence = {
      en: `the statement has both \`${name}\` and \`Not${name}\`: it must have one of them`,
      ja: `ステートメントに \`${name}\` と \`Not${name}\` の両方があります。どちらか一方にしてください`,
    };
    log.add("exclusiveElements", sentence, twin.name.span);
  }
  return plain ?? twin;
}

export function readPrincipal(source: StatementSource): Statement["principal"] {
  const { kind, node, log } = source;
  const property = eitherElement("Principal", source);
  if (kind === "identity") {
    if (property !== undefined) {
      const name = property.name.value;
      const sentence = {
        en: `an identity policy has no \`${name}\`: it applies to whom it is attached to`,
        ja: `アイデンティティポリシーに \`${name}\` は書けません。アタッチ先に適用されます`,
      };
      log.add("principalNotAllowed", sentence, property.name.span);
    }
    return undefined;
  }
  if (property !== undefined) return parsePrincipal(property, log);
  log.add("missingPrincipal", lacks("Principal"), { offset: node.offset });
  return undefined;
}

export function readAction(source: StatementSource): Element<string> | undefined {
  const property = eitherElement("Action", source);
  if (property !== undefined) return readPatterns(property, source.log, checkActionPattern);
  source.log.add("missingAction", lacks("Action"), { offset: source.node.offset });
  return undefined;
}

export function readResource(source: StatementSource): Element<string> | undefined {
  const { kind, node, log } = source;
  const property = eitherElement("Resource", source);
  if (kind === "trust") {
    if (property !== undefined) {
      const subject = property.name.value;
      const sentence = {
        en: `a trust policy has no \`${subject}\`: it applies to its role`,
        ja: `信頼ポリシーに \`${subject}\` は書けません。そのロールに適用されます`,
      };
      log.add("resourceNotAllowed", sentence, { ...property.name.span, subject });
    }
    return undefined;
  }
  if (property !== undefined) return readPatterns(property, log, checkResourcePattern);
  log.add("missingResource", lacks("Resource"), { offset: node.offset });
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
    log.add(found.code, found.sentence, { ...entry.span, subject: entry.value });
  }
  return { negated: property.name.value.startsWith("Not"), entries, span: property.span };
}
