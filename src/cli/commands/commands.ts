import type { Command } from "../command.ts";
import { checkCommand } from "./check-command.ts";
import { explainCommand } from "./explain-command.ts";
import { grantCommand } from "./grant-command.ts";
import { labCommand } from "./lab-command.ts";
import { startCommand } from "./start-command.ts";
import { syncCommand } from "./sync-command.ts";

/** Every verb, in the order of `sluice --help`. */
export const COMMANDS: readonly Command[] = [
  syncCommand,
  checkCommand,
  explainCommand,
  grantCommand,
  labCommand,
  startCommand,
];
