export type { Denial, DenialLayer } from "./denials/denial.ts";
export { diagnose } from "./denials/diagnose.ts";
export type { Actor, CauseId, Diagnosis, DiagnosisCode, WrongFix } from "./denials/diagnosis.ts";
export { causesOfGap } from "./denials/near-miss-causes.ts";
export { isLookalike } from "./denials/lookalikes.ts";
export { readDenials } from "./denials/read-denials.ts";
export type { Facts } from "./facts/facts.ts";
export { factsOfWorld } from "./facts/facts-of-world.ts";
export { withNamedKeys } from "./facts/with-named-keys.ts";
export { gatherFacts } from "./facts/gather-facts.ts";
export { gatherJobFacts, type JobFacts } from "./facts/gather-job-facts.ts";
export { jobFactsOfWorld } from "./facts/job-facts-of-world.ts";
export { factsOfStandIn, standIn } from "./facts/stand-in.ts";
export { worldOfText } from "./facts/world-of-text.ts";
export { yamlComplaint } from "./facts/yaml-complaint.ts";
export { contextOrigins } from "./gaps/context-origins.ts";
export { findGaps, type Refusal } from "./gaps/find-gaps.ts";
export { inPartitionOf } from "./gaps/in-partition-of.ts";
export { judge, type Judgement } from "./gaps/judge.ts";
export { withKeyNeeds } from "./gaps/with-key-needs.ts";
export type {
  DenyException,
  GrantedDocument,
  GrantEdit,
  GrantProposal,
  GrantRefusal,
  Opening,
  PrincipalStyle,
} from "./grant/grant-proposal.ts";
export { isNewRole } from "./grant/is-new-role.ts";
export { keyGrantText, parsedKeyGrant } from "./grant/key-grant-text.ts";
export { type GrantQuestion, proposeGrant } from "./grant/propose-grant.ts";
export { permissionSetOf } from "./grant/policy-principal.ts";
export { purposeOf } from "./grant/purpose-of.ts";
export { proposeRevocation, type Revocation } from "./grant/propose-revocation.ts";
export { unusableKeys } from "./grant/unusable-keys.ts";
export { withChange } from "./grant/with-change.ts";
export { openCauses } from "./denials/open-causes.ts";
export { type CopyJobs, needOfTrust, needsToCreateJobs } from "./needs/job-needs.ts";
export type { Need, NeedOccasion } from "./needs/need.ts";
export { needsBySize } from "./needs/needs-by-size.ts";
export { needsOfGrant } from "./needs/needs-of-grant.ts";
export type { SizesSeen } from "./needs/sizes-seen.ts";
export { weighBySize } from "./needs/weigh-by-size.ts";
export { needsOf } from "./needs/needs-of.ts";
export { pulledWorld } from "./pull/pulled-world.ts";
export { rememberAnswers } from "./readings/remember-answers.ts";
export { reading, replayAnswers } from "./readings/replay-answers.ts";
export { READER_OPERATIONS, type Reading } from "./readings/reading.ts";
export type {
  AccountReader,
  AccountWriter,
  DescribedKey,
  OrganizationReader,
  ReadAcl,
  ReadPermissionSet,
  ReadPolicy,
  ReadAccessPoint,
  SettingReader,
} from "./ports.ts";
