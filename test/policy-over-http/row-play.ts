import { parseWorld, uniqueIdOf, type World } from "../../src/policy/index.ts";
import { queryOf } from "../facts/question-of.ts";
import type { RowPolicy } from "../policy/row-policy.ts";
import { mergedOf } from "./row-document.ts";
import { decideRow, type PolicyRow } from "../policy/policy-row.ts";
import { callers } from "../support/callers.ts";
import { dressRow } from "./dress-row.ts";
import { Inexpressible, known } from "./inexpressible.ts";
import { requireCarriedKeys, timeOf } from "./natural-context.ts";
import { withAssuming } from "./role-opening.ts";
import { isMultipart, type Question, questionOf } from "./row-question.ts";
import { objectOf, type RowObject } from "./row-object.ts";
import { worldTreeOf } from "./row-world.ts";

/** A row as something to do over HTTP. */
export interface Play {
  readonly world: World;
  readonly question: Question;
  readonly object: RowObject | undefined;
  readonly timeMs: number;
  readonly isSigned: boolean;
  /** How the caller comes by its keys, where a federated session asks. */
  readonly opening: Question | undefined;
  /** Whether the request begins an upload in parts, to which one is then sent. */
  readonly hasParts: boolean;
  readonly want: Verdict;
}

/** What the lab answers, as far as the decision goes. */
export type Verdict = "allowed" | { readonly code: string; readonly message: string };

/** Makes a row something to do, or says why it cannot be. */
export function playOf(given: PolicyRow): Play | Inexpressible {
  try {
    return makePlay(given);
  } catch (error) {
    if (error instanceof Inexpressible) return error;
    throw error;
  }
}

function makePlay(given: PolicyRow): Play {
  const want = wantedOf(given);
  if (given.anyKeyUnder === true) throw new Inexpressible("it asks of every key at once");
  const row = withAssuming(withIdsOfWorlds(given));
  const question = questionOf(row);
  const tree = worldTreeOf(row);
  requireCarriedKeys(given);
  const parsed = parseWorld(tree);
  if (!parsed.ok) {
    const [problem] = parsed.problems;
    throw new Inexpressible(`no world: ${problem?.message ?? ""}`);
  }
  return {
    world: parsed.value,
    question,
    object: objectOf(row),
    timeMs: timeOf(row),
    opening: openingOf(row),
    hasParts: isMultipart(row),
    isSigned: row.caller !== "anonymous",
    want,
  };
}

/** What the row's world must answer; a row that means another organization than it has is left out. */
function wantedOf(row: PolicyRow): Verdict {
  const [bare, dressed] = [verdictOf(row), verdictOf(dressRow(row))];
  if (plainOf(bare) === plainOf(dressed)) return inServiceWords(row, dressed);
  throw new Inexpressible("one side is outside the organization of the other's policies");
}

/** Without the ARN of the policy that denies. */
function plainOf(verdict: Verdict): string {
  return verdict === "allowed"
    ? verdict
    : `${verdict.code} ${verdict.message.replace(/(with an explicit deny in .*?): arn:aws:.*$/, "$1")}`;
}

/** IAM names users and roles in its denials by kind and name; S3 does not name all resources. */
function inServiceWords({ action, resource }: PolicyRow, verdict: Verdict): Verdict {
  if (verdict === "allowed") return verdict;
  if (resource === "*" && action.startsWith("s3:")) {
    return { ...verdict, message: verdict.message.replace(' on resource: "*"', "") };
  }
  if (!action.startsWith("iam:")) return verdict;
  const [kind = ""] = resource.split(":").at(-1)?.split("/") ?? [];
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  return {
    ...verdict,
    message: verdict.message.replace(`on resource: ${resource}`, `on resource: ${kind} ${name}`),
  };
}

function verdictOf(row: PolicyRow): Verdict {
  const decision = decideRow(row);
  switch (decision.outcome) {
    case "allowed":
      return "allowed";
    case "unknown":
      throw new Inexpressible("the answer is unknown: the lab always has one");
    case "explicitDeny":
    case "implicitDeny": {
      const isKms = row.action.startsWith("kms:");
      const code = decision.awsCode ?? (isKms ? "AccessDeniedException" : "AccessDenied");
      return { code, message: decision.awsMessage };
    }
  }
}

/** Worlds make unique ids from ARNs, the corpus has its own. */
function withIdsOfWorlds(row: PolicyRow): PolicyRow {
  let text = JSON.stringify(row);
  for (const caller of [callers.bob, callers.carol, callers.alice, callers.autoscaling]) {
    const [id = ""] = caller.userId.split(":");
    const arn = caller.kind === "user" ? caller.arn : caller.roleArn;
    text = text.replaceAll(id, uniqueIdOf(arn));
  }
  return JSON.parse(text) as PolicyRow;
}

function openingOf({ caller, session }: PolicyRow): Question | undefined {
  if (callers[caller].kind !== "federatedUser") return undefined;
  const policy = session && JSON.stringify(mergedOf(known<readonly RowPolicy[]>(session)));
  const question = queryOf("sts", "GetFederationToken", {
    Name: "fred",
    ...(policy !== undefined && { Policy: policy }),
  });
  return { ...question, region: "us-east-1" };
}
