export type { AccountReader, AccountWriter, CallerIdentity, ReadPolicy } from "./ports.ts";
