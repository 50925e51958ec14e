export type { AclGrantEvaluation, GateSetting } from "../decision.ts";
