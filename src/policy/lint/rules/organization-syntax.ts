import type { LintDocument, LintStatement } from "../reading/lint-document.ts";
import { isKnown } from "../../unknown-text.ts";
import { defineRule, type Draft, type Rule } from "../rule.ts";

/** What an SCP or an RCP cannot say (Organizations User Guide, SCP syntax, RCP syntax). */
export const organizationSyntax: Rule<"SL38"> = defineRule({
  id: "SL38",
  name: "organization-policy-syntax",
  severity: "error",
  fix: "none",
  check: (document) =>
    document.statements.flatMap((statement) => [
      ...unsupportedElements(statement, document),
      ...(document.use === "rcp" ? restrictionsOfRcp(statement) : []),
    ]),
});

function unsupportedElements(
  { elements }: LintStatement,
  { use }: LintDocument,
): readonly Draft<"SL38">[] {
  return unsupported(use).flatMap((element) => {
    const property = elements.get(element);
    if (property === undefined) return [];
    return [{ at: property.name.span, parameters: { use, problem: "element", element } }];
  });
}

function unsupported(use: LintDocument["use"]): readonly string[] {
  if (use === "scp") return ["Principal", "NotPrincipal"];
  return use === "rcp" ? ["NotPrincipal", "NotAction"] : [];
}

/** Customers' RCPs only deny, to everybody, and name a service in each action. */
function restrictionsOfRcp(statement: LintStatement): readonly Draft<"SL38">[] {
  const { elements, effect, principal, action } = statement;
  const allow = effect === "Allow" ? elements.get("Effect")?.value : undefined;
  const others = (principal?.entries ?? []).filter(
    ({ type, text }) => (type === "AWS" || type !== "*" || text !== "*") && isKnown(text),
  );
  const everyAction = (action?.entries ?? []).filter(({ text }) => text === "*");
  const draft = (
    at: Draft<"SL38">["at"],
    problem: Draft<"SL38">["parameters"]["problem"],
    element: string,
  ): Draft<"SL38"> => ({ at, parameters: { use: "rcp", problem, element } });
  return [
    ...(allow === undefined ? [] : [draft(allow, "allow", "Effect")]),
    ...others.map(({ node }) => draft(node, "principal", "Principal")),
    ...everyAction.map(({ node }) => draft(node, "everyAction", "Action")),
  ];
}
