import type { Sentence } from "../../aws/index.ts";
import type { ProblemCode } from "../parse/problem-log.ts";
import type { PolicyUse } from "./policy-use.ts";

/** Problems that another rule than 4 has a better word for. */
type CodeOfOtherRule =
  | "emptyElement"
  | "invalidAction"
  | "invalidResource"
  | "missingPrincipal"
  | "invalidPrincipal"
  | "principalNotAllowed"
  | "invalidSid"
  | "duplicateSid"
  | "unknownOperator"
  | "unknownQuantifier"
  | "ifExistsOnNull"
  | "invalidConditionKey"
  | "invalidConditionValue";

/** Problems of the grammar. */
export type MalformedCode = Exclude<ProblemCode, CodeOfOtherRule>;

/** The rule that tells of a problem in rule 4's place. */
export const RULES_OF_CODES: Readonly<Record<CodeOfOtherRule, RuleId>> = {
  emptyElement: "SL37",
  invalidAction: "SL05",
  invalidResource: "SL11",
  missingPrincipal: "SL15",
  invalidPrincipal: "SL17",
  principalNotAllowed: "SL16",
  invalidSid: "SL02",
  duplicateSid: "SL01",
  unknownOperator: "SL26",
  unknownQuantifier: "SL26",
  ifExistsOnNull: "SL26",
  invalidConditionKey: "SL27",
  invalidConditionValue: "SL25",
};

/** What each rule's sentence needs to know; a rule that is not here does not exist. */
export interface RuleParameters {
  readonly SL01: { readonly sid: string; readonly firstLine: number };
  readonly SL02: { readonly sid: string; readonly suggestion: string };
  readonly SL03: { readonly found: string | undefined; readonly hasVariables: boolean };
  readonly SL04: { readonly problem: MalformedCode; readonly subject: Sentence };
  readonly SL05: { readonly action: string; readonly meant: readonly string[] };
  readonly SL06: { readonly service: string; readonly meant: string | undefined };
  readonly SL07: { readonly action: string; readonly wanted: readonly string[] };
  readonly SL08: { readonly actions: readonly string[]; readonly bucket: string };
  readonly SL09: { readonly actions: readonly string[]; readonly objects: string };
  readonly SL10: { readonly service: string; readonly right: string };
  readonly SL11: { readonly resource: string; readonly suggestion: string | undefined };
  readonly SL12: { readonly partition: string; readonly expected: string | undefined };
  readonly SL13: { readonly resource: string; readonly expected: string | undefined };
  readonly SL14: { readonly action: string; readonly belongsIn: PolicyUse };
  readonly SL15: { readonly use: PolicyUse };
  readonly SL16: { readonly element: string; readonly use: PolicyUse };
  readonly SL17: { readonly principal: string; readonly suggestion: string | undefined };
  readonly SL18: { readonly principal: string; readonly pattern: string };
  readonly SL19: { readonly uniqueId: string };
  readonly SL20: { readonly session: string; readonly role: string };
  readonly SL21: { readonly role: string; readonly pattern: string };
  readonly SL22: { readonly permissionSet: string; readonly pattern: string };
  readonly SL23: { readonly pattern: string; readonly right: string };
  readonly SL24: {
    readonly operator: string;
    readonly value: string;
    readonly right: string;
    readonly negated: boolean;
  };
  readonly SL25: {
    readonly operator: string;
    readonly key: string;
    readonly value: string | undefined;
    readonly right: string | undefined;
  };
  readonly SL26: { readonly operator: string; readonly meant: string | undefined };
  readonly SL27: { readonly key: string; readonly meant: string | undefined };
  readonly SL28: { readonly key: string; readonly actions: readonly string[] };
  readonly SL29: { readonly address: string; readonly negated: boolean };
  readonly SL30: { readonly key: string; readonly value: string; readonly form: string };
  readonly SL31: { readonly key: string };
  readonly SL32: { readonly key: string; readonly right: string };
  readonly SL33: { readonly principals: readonly string[] };
  readonly SL34: { readonly role: string };
  readonly SL35: { readonly size: number; readonly limit: number; readonly use: PolicyUse };
  readonly SL36: {
    readonly kind: "statement" | "entry";
    readonly value: string;
    readonly coveredBy: string;
  };
  readonly SL37: { readonly element: string; readonly matters: boolean };
  readonly SL38: {
    readonly use: PolicyUse;
    readonly problem: "element" | "allow" | "principal" | "everyAction";
    readonly element: string;
  };
  readonly SL39: { readonly actions: readonly string[] };
  readonly SL40: { readonly action: string };
  readonly SL41: { readonly restricts: boolean };
  readonly SL42: { readonly action: string; readonly resource: string };
  readonly SL43: { readonly action: string; readonly side: "identity" | "key" };
  readonly SL44: { readonly action: string };
  readonly SL45: { readonly value: string };
  readonly SL46: { readonly bucket: string };
}

/** A rule's stable code, `SL01` to `SL46`. */
export type RuleId = keyof RuleParameters;
