import { parsePolicy, type PolicyDocument, type StatementEvaluation } from "../../policy/index.ts";
import type { Facts } from "../facts/facts.ts";
import { type Replacement, withPolicyReplaced } from "../facts/with-policy-replaced.ts";
import { judge, type Judgement } from "../gaps/judge.ts";
import type { DenyException } from "./grant-proposal.ts";
import { policyPrincipal } from "./policy-principal.ts";
import { replaceStatements } from "./splice-statements.ts";

/**
 * How the owners of the statements that deny a need could except the caller: by a condition on
 * `aws:PrincipalArn`, which is the role's ARN for all its sessions (IAM User Guide, AWS global condition
 * context keys). Each is held against the facts; the Deny is left to its owner.
 */
export function denyExceptions(
  { need, decision }: Judgement,
  facts: Facts,
): readonly DenyException[] {
  const arns = principalArns(facts);
  if (arns.length === 0) return [];
  const denying = decision.gates
    .filter(({ denies }) => denies === "yes")
    .flatMap(({ statements }) => statements)
    .filter(({ effect, matches }) => effect === "Deny" && matches === "yes");
  if (denying.some((statement) => metByRequest(statement) !== undefined)) return [];
  const changes = denying.flatMap((statement) => changeOf(statement, arns));
  const excepted = changes.map(({ replacement }) => replacement).reduce(withPolicyReplaced, facts);
  const [after] = judge([need], excepted);
  const isOpen = after?.decision.gates.every(({ denies }) => denies !== "yes") ?? false;
  return isOpen ? changes.map(({ exception }) => exception) : [];
}

/** How a request can be sent so that a statement does not deny it, where it can: then it needs no exception. */
export function metByRequest({ document, ref }: StatementEvaluation): "tls" | "header" | undefined {
  const keys = (document?.statements[ref.index]?.conditions ?? []).map(({ key }) => key);
  if (keys.some((key) => /^(?:aws:securetransport|s3:tlsversion)/i.test(key))) return "tls";
  return keys.some((key) => /^s3:x-amz-/i.test(key)) ? "header" : undefined;
}

function principalArns(facts: Facts): readonly string[] {
  const { principalArn } = facts;
  if (principalArn.known) return [principalArn.value];
  return policyPrincipal(facts, "pattern")?.principalArns ?? [];
}

interface Change {
  readonly exception: DenyException;
  readonly replacement: Replacement;
}

function changeOf(
  { ref, document }: StatementEvaluation,
  arns: readonly string[],
): readonly Change[] {
  // Nobody edits AWS's own policies.
  if (document === undefined || ref.policyArn?.includes(":iam::aws:") === true) return [];
  const statement = document.statements[ref.index];
  if (statement === undefined) return [];
  let text = "";
  const changed = replaceStatements(document, (each, written) => {
    if (each !== statement) return undefined;
    const excepted = withException(JSON.parse(written) as WrittenStatement, arns);
    text = JSON.stringify(excepted, null, 2);
    return excepted;
  });
  const to = parsedLike(document, changed);
  return to === undefined
    ? []
    : [{ exception: { ref, text }, replacement: { from: document, to } }];
}

interface WrittenStatement {
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One more value under a negated operator is one more exception; beside other conditions all must hold. */
function withException(statement: WrittenStatement, arns: readonly string[]): WrittenStatement {
  const { ArnNotLike: standing = {}, ...others } = statement.Condition ?? {};
  const name =
    Object.keys(standing).find((key) => key.toLowerCase() === "aws:principalarn") ??
    "aws:PrincipalArn";
  const values = [standing[name] ?? []].flat();
  const [first, ...rest] = [...values, ...arns];
  return {
    ...statement,
    Condition: {
      ...others,
      ArnNotLike: { ...standing, [name]: rest.length === 0 ? first : [first, ...rest] },
    },
  };
}

function parsedLike(document: PolicyDocument, text: string): PolicyDocument | undefined {
  const namesPrincipals = document.statements.some(({ principal }) => principal !== undefined);
  const parsed = parsePolicy(text, namesPrincipals ? "resource" : "identity");
  return parsed.ok ? parsed.value : undefined;
}
