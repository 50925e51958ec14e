import type { GrantFormat } from "../../app/index.ts";
import { type Arguments, hasFlag, valueOf } from "../arguments/option.ts";

/** Whether JSON Lines are printed. */
export function isJson(args: Arguments): boolean {
  return hasFlag(args, "json") || valueOf(args, "format") === "json";
}

/** The format of files, undefined for what is printed for people and programs at once. */
export function fileFormatOf(args: Arguments): GrantFormat | "markdown" | undefined {
  const format = valueOf(args, "format");
  if (format === undefined || format === "text" || format === "json") return undefined;
  return format as GrantFormat | "markdown";
}
