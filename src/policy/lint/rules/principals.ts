import { isAccountId, nearestWord } from "../../../aws/index.ts";
import { isCanonicalId, isPrincipalName, isServiceName, isUniqueId } from "../../principal-name.ts";
import { addProperty, removeNodes, replaceNode } from "../edits/edit-json.ts";
import { isOnly, propertyNode } from "../edits/edit-statement.ts";
import type { Fix } from "../finding.ts";
import { namesPrincipals } from "../policy-use.ts";
import type { LintDocument, LintStatement, PrincipalItem } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Draft, type Rule } from "../rule.ts";

/** A statement of a resource's policy that names nobody. */
export const missingPrincipal: Rule<"SL15"> = defineRule({
  id: "SL15",
  name: "missing-principal",
  severity: "error",
  fix: "proposed",
  check: ({ text, use, statements }) => {
    if (!namesPrincipals(use)) return [];
    return statements.flatMap(({ node, principal }) => {
      if (principal !== undefined) return [];
      // Who is meant only a person knows, but an RCP and an endpoint policy mean everybody.
      const edits =
        use === "rcp" || use === "vpc-endpoint"
          ? [addProperty(text, node, { name: "Principal", value: "*" })]
          : [];
      return [
        {
          at: { offset: node.offset, length: 1 },
          parameters: { use },
          fix: { automatic: false, edits },
        },
      ];
    });
  },
});

/** A principal in a policy that applies to whom it is attached to. */
export const principalNotAllowed: Rule<"SL16"> = defineRule({
  id: "SL16",
  name: "principal-not-allowed",
  severity: "error",
  fix: "automatic",
  check: ({ use, statements }) => {
    // In an SCP it is a matter of the SCP syntax (rule 38).
    if (namesPrincipals(use) || use === "scp") return [];
    return statements.flatMap(({ principal }) => {
      if (principal === undefined) return [];
      const { property, negated } = principal;
      return [
        {
          at: property.name.span,
          parameters: { element: property.name.value, use },
          fix: { automatic: !negated, edits: removeNodes([propertyNode(property)]) },
        },
      ];
    });
  },
});

const TYPES = ["AWS", "Service", "Federated", "CanonicalUser"];

/** A principal in a form that AWS does not know (IAM User Guide, Principal). */
export const invalidPrincipal: Rule<"SL17"> = defineRule({
  id: "SL17",
  name: "invalid-principal",
  severity: "error",
  fix: "proposed",
  check: ({ use, statements }) => {
    if (!namesPrincipals(use)) return [];
    return statements.flatMap((statement) => [
      ...wrongShape(statement),
      ...wrongTypes(statement),
      ...(statement.principal?.entries ?? []).flatMap(wrongValue),
    ]);
  },
});

/** A list, or a string that is not `*`: it wants `{"AWS": …}` around it. */
function wrongShape({ principal }: LintStatement): readonly Draft<"SL17">[] {
  const bare = (principal?.entries ?? []).filter(({ type }) => type === "*");
  const [first] = bare;
  if (principal === undefined || first === undefined) return [];
  const { value } = principal.property;
  if (!bare.every(({ text }) => isKnown(text))) return [];
  if (value.type === "string" && first.text === "*") return [];
  const wanted = value.type === "string" ? first.text : bare.map(({ text }) => text);
  return [
    {
      at: first.node,
      parameters: { principal: first.text, suggestion: `{"AWS": ${JSON.stringify(wanted)}}` },
      fix: { automatic: false, edits: [replaceNode(value, { AWS: wanted })] },
    },
  ];
}

function wrongTypes({ principal }: LintStatement): readonly Draft<"SL17">[] {
  const value = principal?.property.value;
  const properties = value?.type === "object" ? (value.children ?? []) : [];
  return properties.flatMap(({ children }) => {
    const [name] = children ?? [];
    const written = String(name?.value);
    if (name === undefined || TYPES.includes(written)) return [];
    const suggestion = nearestWord(written, TYPES);
    const edits = suggestion === undefined ? [] : [replaceNode(name, suggestion)];
    return [
      {
        at: name,
        parameters: { principal: written, suggestion },
        fix: { automatic: false, edits },
      },
    ];
  });
}

function wrongValue(item: PrincipalItem): readonly Draft<"SL17">[] {
  const { text, node } = item;
  if (!isKnown(text) || isWellFormed(item)) return [];
  const suggestion = nearestPrincipal(item);
  const edits = suggestion === undefined ? [] : [replaceNode(node, suggestion)];
  return [
    {
      at: node,
      parameters: { principal: text, suggestion },
      fix: { automatic: false, edits },
    },
  ];
}

/** Wildcards are rule 18's, unique ids rule 19's. */
function isWellFormed({ type, text }: PrincipalItem): boolean {
  switch (type) {
    case "AWS":
      return /[*?]/.test(text) || isPrincipalName(text);
    case "Service":
      return isServiceName(text);
    case "CanonicalUser":
      return isCanonicalId(text);
    default:
      return true;
  }
}

/** `s3` meant `s3.amazonaws.com`; `user:bob` meant `user/bob`; eleven digits mean nothing. */
function nearestPrincipal({ type, text }: PrincipalItem): string | undefined {
  if (type === "Service" && /^[a-z0-9.-]+$/.test(text)) {
    const name = text.replace(/\.(?:aws|amazon|amazonaws)(?:\.com)?$/, "");
    return `${name}.amazonaws.com`;
  }
  if (type !== "AWS") return undefined;
  const digits = text.replaceAll(/[-\s]/g, "");
  if (isAccountId(digits)) return digits;
  const slashed = text.replace(/^(arn:[a-z-]+:iam::\d{12}:(?:user|role)):/, "$1/");
  return slashed !== text && isPrincipalName(slashed) ? slashed : undefined;
}

/** What AWS shows in place of a principal that was deleted; with it in, no later change is taken. */
export const orphanPrincipal: Rule<"SL19"> = defineRule({
  id: "SL19",
  name: "orphan-principal",
  severity: "error",
  fix: "proposed",
  check: ({ statements }) =>
    principalsOf(statements).flatMap((item) => {
      if (item.type !== "AWS" || !isUniqueId(item.text)) return [];
      const fix: Fix | undefined = isOnly(item)
        ? undefined
        : { automatic: false, edits: removeNodes([item.node]) };
      return [{ at: item.node, parameters: { uniqueId: item.text }, fix }];
    }),
});

function principalsOf(statements: LintDocument["statements"]): readonly PrincipalItem[] {
  return statements.flatMap(({ principal }) => principal?.entries ?? []);
}
