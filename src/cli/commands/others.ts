// Loaded together: apart, what they share would be in three times as many files, for the transfers too.
export { command as check } from "./check-command.ts";
export { command as completion } from "./completion-command.ts";
export { command as explain } from "./explain-command.ts";
export { command as grant } from "./grant-command.ts";
export { command as jobs } from "./jobs-command.ts";
export { command as lab } from "./lab-command.ts";
export { command as lint } from "./lint-command.ts";
export { command as start } from "./start-command.ts";
export { command as test } from "./test-command.ts";
export { command as ui } from "./ui-command.ts";
export { command as worker } from "./worker-command.ts";
export { command as world } from "./world-command.ts";
