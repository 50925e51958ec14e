export type { BucketFacts, Fact, Facts } from "./facts/facts.ts";
export { factsOfWorld } from "./facts/facts-of-world.ts";
export { type FactQuestions, gatherFacts } from "./facts/gather-facts.ts";
export { findGaps, type Gap, type Refusal } from "./gaps/find-gaps.ts";
export { judge, type Judgement } from "./gaps/judge.ts";
export type {
  GrantedDocument,
  GrantedStatement,
  GrantEdit,
  GrantProof,
  GrantProposal,
  GrantRefusal,
  PrincipalStyle,
} from "./grant/grant-proposal.ts";
export { type GrantQuestion, proposeGrant } from "./grant/propose-grant.ts";
export { revokeGrant } from "./grant/revoke-grant.ts";
export type { Need, NeedOccasion } from "./needs/need.ts";
export type { Denial, DenialLayer } from "./denials/denial.ts";
export { diagnose, type DenialContext } from "./denials/diagnose.ts";
export type {
  Actor,
  CauseId,
  Diagnosis,
  DiagnosisCode,
  HiddenNeed,
  WrongFix,
} from "./denials/diagnosis.ts";
export { readDenials } from "./denials/read-denials.ts";
export { needsOf } from "./needs/needs-of.ts";
export type { AccountReader, AccountWriter, CallerIdentity, ReadPolicy } from "./ports.ts";
