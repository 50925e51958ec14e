import type { Sentence } from "../../aws/index.ts";
import { detectUse, type PolicyUse, type Span } from "../../policy/index.ts";
import { isTemplate, policiesOfTemplate } from "./cloudformation.ts";
import type { EmbeddedPolicy } from "./embedded-policy.ts";
import { entriesOf, type LocatedValue, textOf, valueAt } from "./located-value.ts";
import { jsonPart, jsonString, wholeFile, yamlPart } from "./policy-source.ts";
import { readLocated } from "./read-located.ts";
import { isPlan, policiesOfPlan } from "./terraform-plan.ts";

/** A file's policies, or why it has none. */
export type FoundPolicies =
  | { readonly kind: "policies"; readonly policies: readonly EmbeddedPolicy[] }
  | { readonly kind: "noPolicy" }
  | { readonly kind: "unreadable"; readonly reason: Sentence; readonly at: Span };

/** Finds the policies of a policy file, a Terraform plan or a CloudFormation template. */
export function findPolicies(text: string, as: PolicyUse | undefined): FoundPolicies {
  return /^\s*[{[]/.test(text) ? findInJson(text, as) : findInYaml(text, as);
}

function findInJson(text: string, as: PolicyUse | undefined): FoundPolicies {
  const root = parseJson(text);
  // What cannot be read is rule 4's, with the place.
  if (root === undefined || looksLikePolicy(root)) return policyFile(text, as);
  if (!("Resources" in root) && !("format_version" in root)) return { kind: "noPolicy" };
  const read = readLocated(text);
  if (!read.ok) return { kind: "unreadable", reason: read.reason, at: read.at };
  if (isPlan(read.value)) {
    return { kind: "policies", policies: policiesOfPlan(text, read.value) };
  }
  if (!isTemplate(read.value)) return { kind: "noPolicy" };
  const policies = policiesOfTemplate(read.value, (document) => {
    const inner = textOf(document);
    if (document.kind === "scalar" && inner === undefined) return undefined;
    return inner === undefined
      ? jsonPart(text, document)
      : jsonString(text, { text: inner, at: document.at });
  });
  return { kind: "policies", policies };
}

function policyFile(text: string, as: PolicyUse | undefined): FoundPolicies {
  const policy = {
    ...wholeFile(text),
    as: as ?? detectUse(text),
    bucket: undefined,
    within: undefined,
  };
  return { kind: "policies", policies: [policy] };
}

/** An object; undefined for what is not JSON, an empty one for JSON of another kind. */
function parseJson(text: string): object | undefined {
  try {
    const root: unknown = JSON.parse(text);
    return typeof root === "object" && root !== null ? root : {};
  } catch {
    return undefined;
  }
}

function looksLikePolicy(root: object): boolean {
  if ("Statement" in root) return true;
  return "Version" in root && /^20(?:08|12)-10-17$/.test(String(root.Version));
}

function findInYaml(text: string, as: PolicyUse | undefined): FoundPolicies {
  const read = readLocated(text);
  if (!read.ok) {
    // Other YAML, such as a chart's, may be no YAML at all before it is rendered.
    if (!text.includes("AWS::")) return { kind: "noPolicy" };
    return { kind: "unreadable", reason: read.reason, at: read.at };
  }
  if (isTemplate(read.value)) {
    const policies = policiesOfTemplate(read.value, (document) =>
      document.kind === "scalar" ? undefined : yamlPart(document),
    );
    return { kind: "policies", policies };
  }
  return isYamlPolicy(read.value) ? yamlFile(read.value, as) : { kind: "noPolicy" };
}

function isYamlPolicy(value: LocatedValue): boolean {
  const statement = valueAt(value, "Statement");
  const first = statement?.kind === "list" ? statement.items[0] : statement;
  return entriesOf(first).some(({ name }) => name === "Effect" || name === "Action");
}

function yamlFile(value: LocatedValue, as: PolicyUse | undefined): FoundPolicies {
  const source = yamlPart(value);
  const facts = { as: as ?? detectUse(source.text), bucket: undefined, within: undefined };
  return { kind: "policies", policies: [{ ...source, ...facts }] };
}
