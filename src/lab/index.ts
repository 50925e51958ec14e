export type { LabPrincipal } from "./lab-principal.ts";
export { type Lab, type LabOptions, startLab } from "./start-lab.ts";
