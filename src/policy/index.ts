export type { Sentence } from "../aws/index.ts";
export { type Authorizer, compileAuthorizer } from "./authorizer/compile-authorizer.ts";
export { bucketPolicyRefusal, type PolicyRefusal } from "./bucket-policy/policy-refusal.ts";
export { type BucketFacts, validateBucketPolicy } from "./bucket-policy/validate-bucket-policy.ts";
export { accountCaller } from "./account-caller.ts";
export { callerContext, principalArnOf } from "./caller-context.ts";
export { carriesKey } from "./context-keys/carries-key.ts";
export type { Circumstances, Membership } from "./context-keys/circumstances.ts";
export { completeContext } from "./context-keys/complete-context.ts";
export { type Network, networkContext } from "./context-keys/network-context.ts";
export { objectTagKeys, sentHeaders, sentListing } from "./context-keys/sent-to-s3.ts";
export { decide } from "./decide.ts";
export type {
  Decision,
  Gate,
  GateSetting,
  Layer,
  MatchClass,
  Miss,
  StatementEvaluation,
  StatementRef,
  Tri,
} from "./decision.ts";
export { awsNote } from "./explanation/aws-note.ts";
export { englishExplanation } from "./explanation/english.ts";
export type {
  ContextOrigin,
  ContextOrigins,
  Explanation,
  ExplainedGate,
} from "./explanation/explanation.ts";
export { explanationOf } from "./explanation/explanation-of.ts";
export { japaneseExplanation } from "./explanation/japanese.ts";
export { sentenceOf, type Why, whysOf } from "./explanation/sentence-of.ts";
export { gateMark, type TreeLine, treeLines } from "./explanation/tree-lines.ts";
export type { ExplanationWords } from "./explanation/words.ts";
export { s3ViaService } from "./key/key-call-context.ts";
export { type KeyCall, keyCalls, keyLayers } from "./key/key-calls.ts";
export type { KeyFacts, KeyState } from "./key/key-facts.ts";
export type { EncryptionContext, KeyGrant } from "./key/key-grant.ts";
export { defaultKeyPolicy, s3ManagedKeyPolicy } from "./key/key-policies.ts";
export type { KeyPurpose, KeyUse } from "./key/key-use.ts";
export { applyEdits, type TextEdit } from "./lint/edits/text-edit.ts";
export { detectUse } from "./lint/detect-use.ts";
export type { FindingOf, Fix, LintFinding, Severity } from "./lint/finding.ts";
export { chooseFixes, fixPolicy, type FixedPolicy } from "./lint/fix-policy.ts";
export { lintPolicy, type LintOptions, type LintText } from "./lint/lint-policy.ts";
export { POLICY_USES, type PolicyUse } from "./lint/policy-use.ts";
export { UNKNOWN_TEXT } from "./unknown-text.ts";
export type { MalformedCode, RuleId, RuleParameters } from "./lint/rule-parameters.ts";
export { LINT_RULES } from "./lint/rules.ts";
export type {
  AttachedPolicy,
  ConditionEntry,
  Effect,
  Element,
  Located,
  PolicyDocument,
  PrincipalEntry,
  Span,
  Statement,
} from "./policy-document.ts";
export type {
  AccountCaller,
  AuthorizationRequest,
  Caller,
  ContextValue,
  EndpointPolicy,
  OrganizationLevel,
  PolicyLayers,
  RequestContext,
} from "./request.ts";
export {
  awsManagedPolicy,
  awsManagedPolicyNames,
  type ManagedPolicy,
} from "./world/managed-policies.ts";
export type { AccessPointLayer } from "./s3/access-point.ts";
export type {
  Acl,
  AclGrant,
  AclGrantee,
  AclGroup,
  AclPermission,
  BucketOwnership,
  CannedAcl,
  ObjectOwnership,
  OwnedObject,
} from "./s3/acl.ts";
export { ANONYMOUS_ID } from "./s3/anonymous-id.ts";
export { CANNED_ACLS, cannedGrants } from "./s3/canned-acl.ts";
export { isPublicGrant } from "./s3/public-grant.ts";
export { answerForMissingKey, type MissingKeyAnswer } from "./s3/missing-key.ts";
export { newObjectOwner } from "./s3/new-object-owner.ts";
export type { PublicAccessBlock, PublicAccessFlags } from "./s3/public-access-flags.ts";
export { publicStatements } from "./s3/public-statements.ts";
export type { S3Parameters } from "./s3/s3-parameters.ts";
export { type OrganizationLayers, organizationPolicies } from "./world/organization-policies.ts";
export { organizationPath } from "./world/organization-tree.ts";
export { type ParsedWorld, parseWorld } from "./world/parse-world.ts";
export { type EndpointFacts, worldEndpoints } from "./world/vpc-endpoints.ts";
export { decisionVerdict, type Verdict } from "./decision-verdict.ts";
export { granteeText } from "./world/world-acl.ts";
export { bucketKeys } from "./world/bucket-keys.ts";
export { bucketSettings, type BucketSettings } from "./world/bucket-settings.ts";
export { type AccessPointFacts, worldAccessPoints } from "./world/world-access-points.ts";
export { s3ManagedKeyId } from "./world/s3-managed-key.ts";
export { worldKeys } from "./world/world-keys.ts";
export { uniqueIdOf } from "./world/unique-id.ts";
export { writtenWorldOf } from "./world/written-world-of.ts";
export { type WorldPrincipalFacts, worldPrincipals } from "./world/world-principals.ts";
export type { WorldProblem } from "./world/world-problem.ts";
export { type ParsedPolicy, parsePolicy } from "./parse-policy.ts";
export type { PolicyProblem, ProblemCode } from "./parse/problem-log.ts";
export { outcomeForKey } from "./residual/outcome-for-key.ts";
export type { KeyCase, KeySet, Residual } from "./residual/residual.ts";
export {
  type AuthorizationQuestion,
  readQuestion,
  writeQuestion,
} from "./question/authorization-question.ts";
export { residualOf } from "./residual/residual-of.ts";
export type {
  World,
  WorldAccessPoint,
  WorldAccount,
  WorldBucket,
  WorldObjectLock,
  WorldGroup,
  WorldIdentityCenter,
  WorldKey,
  WorldOrganization,
  WorldPermissionSet,
  WorldRole,
  WorldSession,
  WorldSignIn,
  WorldVpcEndpoint,
  WorldUser,
} from "./world/world.ts";
export type { Strictness } from "./strictness/strictness.ts";
export { type UndocumentedChoice, undocumentedChoices } from "./strictness/undocumented-choices.ts";
export { type PolicyPlace, policyRefusal } from "./saving/policy-refusal.ts";
export type { SaveRefusal } from "./saving/save-refusal.ts";
export { policyQuotas, storedBytes } from "./saving/policy-quotas.ts";
