import { kmsTwin, moreThanReference } from "./rules/across-policies.ts";
import { foreignAction, unknownAction, unknownService } from "./rules/actions.ts";
import { arnFieldNotAllowed, invalidArn, wrongPartition } from "./rules/arns.ts";
import { irrelevantKey, keyNotForAction, unknownKey } from "./rules/condition-keys.ts";
import { policyEscalation, publicPolicy } from "./rules/exposure.ts";
import { endpointNoList, kmsMultipart } from "./rules/kms-needs.ts";
import { privateSourceIp, vpcFormat } from "./rules/networks.ts";
import { allowNotPrincipal, denyNotPrincipal } from "./rules/not-principal.ts";
import {
  forAllValuesOfOne,
  invalidOperator,
  typeMismatch,
  wildcardWithoutLike,
} from "./rules/operators.ts";
import { organizationSyntax } from "./rules/organization-syntax.ts";
import { tooLarge } from "./rules/policy-size.ts";
import { principalWildcard, sessionPrincipal } from "./rules/principal-patterns.ts";
import {
  invalidPrincipal,
  missingPrincipal,
  orphanPrincipal,
  principalNotAllowed,
} from "./rules/principals.ts";
import { redundant } from "./rules/redundant.ts";
import { listOnObjects, noResourceFits, objectOnBucket } from "./rules/resource-levels.ts";
import { awsManagedKey, everyResource, foreignResource } from "./rules/resources.ts";
import { duplicateSid, invalidSid } from "./rules/sids.ts";
import { ssoPath, ssoPatternRegion, ssoSuffix } from "./rules/sso-roles.ts";
import { emptyElement, malformed, oldVersion } from "./rules/structure.ts";
import type { Rule } from "./rule.ts";
import type { RuleId } from "./rule-parameters.ts";

/** Every rule by its code. */
export const LINT_RULES: { readonly [Id in RuleId]: Rule<Id> } = {
  SL01: duplicateSid,
  SL02: invalidSid,
  SL03: oldVersion,
  SL04: malformed,
  SL05: unknownAction,
  SL06: unknownService,
  SL07: noResourceFits,
  SL08: listOnObjects,
  SL09: objectOnBucket,
  SL10: arnFieldNotAllowed,
  SL11: invalidArn,
  SL12: wrongPartition,
  SL13: foreignResource,
  SL14: foreignAction,
  SL15: missingPrincipal,
  SL16: principalNotAllowed,
  SL17: invalidPrincipal,
  SL18: principalWildcard,
  SL19: orphanPrincipal,
  SL20: sessionPrincipal,
  SL21: ssoPath,
  SL22: ssoSuffix,
  SL23: ssoPatternRegion,
  SL24: wildcardWithoutLike,
  SL25: typeMismatch,
  SL26: invalidOperator,
  SL27: unknownKey,
  SL28: keyNotForAction,
  SL29: privateSourceIp,
  SL30: vpcFormat,
  SL31: irrelevantKey,
  SL32: forAllValuesOfOne,
  SL33: allowNotPrincipal,
  SL34: denyNotPrincipal,
  SL35: tooLarge,
  SL36: redundant,
  SL37: emptyElement,
  SL38: organizationSyntax,
  SL39: everyResource,
  SL40: policyEscalation,
  SL41: publicPolicy,
  SL42: moreThanReference,
  SL43: kmsTwin,
  SL44: kmsMultipart,
  SL45: awsManagedKey,
  SL46: endpointNoList,
};
