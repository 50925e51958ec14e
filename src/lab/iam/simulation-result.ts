import { findAction, resourceTypeArn } from "../../aws/index.ts";
import type { Decision, StatementEvaluation } from "../../policy/index.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { members } from "./list-page.ts";

/** What the simulator says of one action on one resource. */
export interface Simulated {
  readonly resource: string;
  readonly decision: Decision;
  readonly missing: readonly string[];
}

/** One `EvaluationResult`: an action on all resources that were asked for. */
export function evaluationResult(
  action: string,
  all: readonly Simulated[],
  hasResources: boolean,
): string {
  const [only] = all;
  const decisions = all.map(({ decision }) => decisionName(decision));
  const overall =
    ["explicitDeny", "implicitDeny"].find((name) => decisions.includes(name)) ?? "allowed";
  const isOne = all.length === 1 && only !== undefined;
  return (
    element("EvalActionName", action) +
    element(
      "EvalResourceName",
      isOne ? only.resource : genericResource(action, only?.resource ?? "*"),
    ) +
    element("EvalDecision", overall) +
    wrap("MatchedStatements", isOne ? matched(only.decision) : "") +
    wrap("MissingContextValues", isOne ? missing(only) : "") +
    limits(all) +
    (hasResources ? wrap("ResourceSpecificResults", members(all.map(specificResult))) : "")
  );
}

function specificResult(simulated: Simulated): string {
  return (
    element("EvalResourceName", simulated.resource) +
    element("EvalResourceDecision", decisionName(simulated.decision)) +
    wrap("MatchedStatements", matched(simulated.decision)) +
    wrap("MissingContextValues", missing(simulated)) +
    boundaryDetail([simulated])
  );
}

/** For several resources the simulator names their type: `arn:aws:s3:::${BucketName}/${ObjectName}`. */
function genericResource(action: string, resource: string): string {
  const [service = ""] = action.split(":");
  const fitting = (findAction(action)?.resourceTypes ?? [])
    .flatMap((type) => resourceTypeArn(service, type)?.replace("${Partition}", "aws") ?? [])
    .filter((template) => fits(template, resource))
    .sort((one, other) => other.length - one.length);
  return fitting[0] ?? "*";
}

function fits(template: string, resource: string): boolean {
  const parts = template.split(/\$\{\w+\}/);
  let at = 0;
  for (const part of parts) {
    const found = resource.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return resource.startsWith(parts[0] ?? "");
}

function decisionName({ outcome }: Decision): string {
  return outcome === "unknown" ? "implicitDeny" : outcome;
}

function missing({ missing: names }: Simulated): string {
  return names.map((name) => element("member", name)).join("");
}

function limits(all: readonly Simulated[]): string {
  const organization = all.flatMap(({ decision }) => gatesOf(decision, "serviceControl"));
  const detail =
    organization.length === 0
      ? ""
      : wrap(
          "OrganizationsDecisionDetail",
          element("AllowedByOrganizations", organization.every(Boolean)),
        );
  return detail + boundaryDetail(all);
}

function boundaryDetail(all: readonly Simulated[]): string {
  const boundary = all.flatMap(({ decision }) => gatesOf(decision, "boundary"));
  return boundary.length === 0
    ? ""
    : wrap(
        "PermissionsBoundaryDecisionDetail",
        element("AllowedByPermissionsBoundary", boundary.every(Boolean)),
      );
}

/** Whether each gate of a layer lets the request through. */
function gatesOf(decision: Decision, layer: "serviceControl" | "boundary"): readonly boolean[] {
  return decision.gates
    .filter((gate) => gate.layer === layer)
    .map(({ allows, denies }) => allows === "yes" && denies === "no");
}

/** IAM API Reference, EvaluationResult: only the statements that determine the result. */
function matched(decision: Decision): string {
  const effect = decision.outcome === "explicitDeny" ? "Deny" : "Allow";
  if (decision.outcome !== "explicitDeny" && decision.outcome !== "allowed") return "";
  const statements = decision.gates
    .filter(({ layer }) => layer !== "serviceControl")
    .flatMap(({ statements: all }) => all)
    .filter((statement) => statement.matches === "yes" && statement.effect === effect);
  return members(statements.map(statementElements));
}

function statementElements(evaluation: StatementEvaluation): string {
  const { ref } = evaluation;
  const isResource = ref.layer === "resource" || ref.layer === "roleTrust";
  const place = placeOf(evaluation);
  return (
    element("SourcePolicyId", isResource ? "ResourcePolicy" : ref.policyName) +
    element("SourcePolicyType", isResource ? "Resource Policy" : "IAM Policy") +
    (place === undefined
      ? ""
      : position("StartPosition", place.text, place.start) +
        position("EndPosition", place.text, place.end))
  );
}

interface StatementPlace {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where the simulator sees a statement, as recorded answers show: from behind its own `{` when it stands
 * alone; in an array from behind the `[`, or behind the statement before it.
 */
function placeOf({ document, ref }: StatementEvaluation): StatementPlace | undefined {
  const span = document?.statements[ref.index]?.span;
  if (document === undefined || span === undefined) return undefined;
  const { text, statements } = document;
  const end = span.offset + span.length;
  const before = statements[ref.index - 1]?.span;
  if (before !== undefined) return { text, start: before.offset + before.length, end };
  const opening = text.slice(0, span.offset).trimEnd();
  return { text, start: opening.endsWith("[") ? opening.length : span.offset + 1, end };
}

function position(name: string, text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  const column = (lines.at(-1) ?? "").length + 1;
  return wrap(name, element("Line", lines.length) + element("Column", column));
}
