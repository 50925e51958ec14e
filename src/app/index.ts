export type {
  Actor,
  CauseId,
  DenialLayer,
  Diagnosis,
  DiagnosisCode,
  DenyException,
  GrantedDocument,
  GrantEdit,
  GrantProposal,
  GrantRefusal,
  Need,
  NeedOccasion,
  Opening,
  Revocation,
  WrongFix,
} from "../access/index.ts";
export { type LargeObjects, sizesForGrant } from "./grant-sizes.ts";
export { READER_OPERATIONS } from "../access/index.ts";
export { isLookalike, isNewRole } from "../access/index.ts";
export type { Decision, Explanation, ExplanationWords, KeyCase, Verdict } from "../policy/index.ts";
export {
  awsNote,
  englishExplanation,
  explanationOf,
  gateMark,
  type FindingOf,
  japaneseExplanation,
  LINT_RULES,
  type MalformedCode,
  POLICY_USES,
  type PolicyUse,
  type RuleId,
  type RuleParameters,
  sentenceOf,
  type Severity,
  treeLines,
  whysOf,
} from "../policy/index.ts";
export {
  beginJournal,
  DEFAULT_SYNC_OPTIONS,
  type JournalPlace,
  type Permission,
  formatPlace,
  formatSpot,
  makeDirectory,
  type PlanTotals,
  progressLine,
  readableSize,
  reportLine,
  resumeJournal,
  type RunJournal,
  stateDirectory,
  type SyncCounts,
  type SyncEvent,
  type SyncOptions,
  systemReason,
} from "../sync/index.ts";
export { readPlace } from "./read-place.ts";
export { accountAt, bucketAt, type KnownIdentity } from "./known-identity.ts";
export { type Answer, checkJob, type CheckResult, type Perspective } from "./check-job.ts";
export { checkInWorld } from "./check-in-world.ts";
export { checkWorld } from "./check-world.ts";
export { type AskedClients, type Clients, openClients } from "./clients.ts";
export { explainAnswer, explainCheck } from "./explain-answer.ts";
export { decodeDiagnoses } from "./decode-diagnoses.ts";
export { explainFailures, type FailureKind } from "./explain-failures.ts";
export { explainText } from "./explain-text.ts";
export type { Blocker } from "./blocker.ts";
export {
  assumedLayers,
  type Finding,
  findingsOf,
  foreseenIn,
  keyCasesOf,
  openForTags,
  unansweredIn,
} from "./findings.ts";
export type { Probe } from "./probes/probe.ts";
export { probeJob } from "./probes/probe-job.ts";
export { answerRequest, writeRequest } from "./answer-request.ts";
export type { OpenQuestion } from "./open-questions.ts";
export { openCausesOf } from "./open-causes-of.ts";
export {
  applyEdit,
  applyRevocation,
  confirmGrant,
  type GrantChoices,
  type GrantGround,
  ownerProfiles,
  type PlannedGrant,
  planGrant,
  planRevocation,
} from "./grant.ts";
export {
  type GrantFile,
  type GrantNotes,
  type GrantOrder,
  rolesFirst,
  subjectOf,
} from "./grant-formats/grant-file.ts";
export { type GrantFormat, grantFiles } from "./grant-formats/grant-files.ts";
export { joinEdits } from "./grant-formats/join-edits.ts";
export { shellWord } from "./shell-word.ts";
export { readCopyJob } from "./copy-job.ts";
export { type BatchJobRequest, readBatchJob } from "./batch-job.ts";
export { type FleetPart, type IdentityFlags, type Job, type JobRequest, readJob } from "./job.ts";
export { untilRoleKnown } from "./until-role-known.ts";
export { findFleetRun, type UnfinishedFleetRun } from "./find-fleet-run.ts";
export { forgetFleetRun, listFleetRuns } from "./fleet-runs.ts";
export { readFleetJob } from "./fleet-job.ts";
export { type RangeNews, workForFleet } from "./work-for-fleet.ts";
export { withInventory } from "./with-inventory.ts";
export { followJob, type JobNews, type JobsRequest, listJobs } from "./follow-job.ts";
export { bucketPages, levelPages } from "./list-places.ts";
export { readRemovalJob } from "./removal-job.ts";
export { settledJob, type SettledJob } from "./settled-job.ts";
export { settleIdentities } from "./settle-identities.ts";
export type { SettledIdentities, UnsettledRun, Way } from "./way.ts";
export { settleInWorld } from "./settle-in-world.ts";
export { type SyncReport, syncOrExplain } from "./sync-or-explain.ts";
export { tryCheckJob } from "./try-check-job.ts";
export { check, type CheckAnswer, type CheckRequest } from "./library/check.ts";
export { applyGrant, grant, type GrantRequest } from "./library/grant.ts";
export { sync, type SyncRequest } from "./library/sync.ts";
export type { Undertaking, WorldGiven } from "./library/undertaking.ts";
export { lintFiles } from "./lint/lint-files.ts";
export type { FileFinding, LintReport } from "./lint/lint-report.ts";
export { readTextFile } from "./read-text-file.ts";
export { readWorldFile } from "./world-file.ts";
export type { World } from "../policy/index.ts";
export { pullWorld } from "./pull-world.ts";
export { blockStyleWorld } from "./block-style-world.ts";
export { readAccessTests } from "./access-test/read-access-tests.ts";
export { type AssertionResult, runAccessTests } from "./access-test/run-access-tests.ts";
