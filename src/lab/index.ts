export { findDecisions } from "./decision-log/find-decisions.ts";
export { isLoggedDecision, type LoggedDecision } from "./decision-log/logged-decision.ts";
export type { LabPrincipal } from "./lab-principal.ts";
export type { Missing } from "./missing-counts.ts";
export type { LabTls } from "./open-listeners.ts";
export { type Lab, type LabOptions, startLab } from "./start-lab.ts";
export type { LabRequestHandler } from "./http/in-process.ts";
