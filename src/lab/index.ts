export { findDecisions } from "./decision-log/find-decisions.ts";
export { isLoggedDecision, type LoggedDecision } from "./decision-log/logged-decision.ts";
export type { LabPrincipal } from "./lab-principal.ts";
export type { Missing } from "./missing-counts.ts";
export { type Lab, type LabOptions, type LabTls, startLab } from "./start-lab.ts";
