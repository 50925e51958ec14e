export { bucketPolicyRefusal, type PolicyRefusal } from "./bucket-policy/policy-refusal.ts";
export { type BucketFacts, validateBucketPolicy } from "./bucket-policy/validate-bucket-policy.ts";
export { callerContext } from "./caller-context.ts";
export { decide } from "./decide.ts";
export type {
  Decision,
  Gate,
  Layer,
  MatchClass,
  Miss,
  StatementEvaluation,
  StatementRef,
  Tri,
} from "./decision.ts";
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
  AuthorizationRequest,
  Caller,
  ContextValue,
  EndpointPolicy,
  OrganizationLevel,
  PolicyLayers,
  RequestContext,
} from "./request.ts";
export { awsManagedPolicy, type ManagedPolicy } from "./world/managed-policies.ts";
export { type ParsedWorld, parseWorld } from "./world/parse-world.ts";
export { uniqueIdOf } from "./world/unique-id.ts";
export { type WorldPrincipalFacts, worldPrincipals } from "./world/world-principals.ts";
export type { WorldProblem } from "./world/world-problem.ts";
export { type ParsedPolicy, parsePolicy } from "./parse-policy.ts";
export type { PolicyProblem, ProblemCode } from "./parse/problem-log.ts";
export type {
  World,
  WorldAccount,
  WorldBucket,
  WorldIdentityCenter,
  WorldOrganization,
  WorldPermissionSet,
  WorldRole,
  WorldSession,
  WorldUser,
} from "./world/world.ts";
