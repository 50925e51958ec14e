import { parseArn } from "../../aws/index.ts";
import type { Decision, Gate } from "../decision.ts";
import { relationOf } from "../evaluate/relation-of.ts";
import type { KeyState } from "./key-facts.ts";

/** A KMS decision for a key in some state: one that cannot be used refuses whoever may use it. */
export function withKeyState(decision: Decision, state: KeyState): Decision {
  const { request } = decision;
  const refusal = refusalOf(request.resource, state);
  if (refusal === undefined || !isAsked(decision, state)) return decision;
  const gate: Gate = {
    layer: "key",
    account: request.resourceAccount,
    allows: "no",
    denies: "no",
    required: "yes",
    statements: [],
  };
  return {
    request,
    gates: [...decision.gates, gate],
    combination: decision.combination,
    outcome: "implicitDeny",
    silent: ["key"],
    layer: "key",
    ...refusal,
    masked: [],
  };
}

/** A key that is not there has no policy to ask; of other accounts KMS does not say what is there. */
function isAsked({ request, outcome }: Decision, state: KeyState): boolean {
  // The ARN alone shows it.
  if (state === "otherRegion") return true;
  if (state === "absent") return relationOf(request) === "sameAccount";
  return outcome === "allowed" && needsUsableKey.test(request.action);
}

// AWS KMS Developer Guide, Key states of AWS KMS keys: what else may be done to a key that is disabled.
const needsUsableKey =
  /^kms:(?:decrypt|derivesharedsecret|encrypt|generatedatakey.*|(?:generate|verify)mac|reencrypt(?:from|to)|sign|verify|creategrant)$/i;

interface Refusal {
  readonly awsCode: string;
  readonly awsMessage: string;
}

// The texts are as seen in requests.
function refusalOf(arn: string, state: KeyState): Refusal | undefined {
  switch (state) {
    case "enabled":
      return undefined;
    case "disabled":
      return { awsCode: "DisabledException", awsMessage: `${arn} is disabled.` };
    case "pendingDeletion":
      return { awsCode: "KMSInvalidStateException", awsMessage: `${arn} is pending deletion.` };
    case "absent":
      return {
        awsCode: "NotFoundException",
        awsMessage: arn.includes(":alias/")
          ? `Alias ${arn} is not found.`
          : `Key '${arn}' does not exist`,
      };
    case "otherRegion":
      return {
        awsCode: "NotFoundException",
        awsMessage: `Invalid arn ${parseArn(arn)?.region ?? arn}`,
      };
  }
}
