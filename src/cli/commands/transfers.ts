// Loaded together: they share almost all, and each part of the bundle takes time to open.
export { command as cp } from "./cp-command.ts";
export { command as mv } from "./mv-command.ts";
export { command as plan } from "./plan-command.ts";
export { command as rm } from "./rm-command.ts";
export { command as sync } from "./sync-command.ts";
