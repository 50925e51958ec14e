import { shellWord } from "../../app/index.ts";
import type { Arguments } from "../arguments/option.ts";

// What of the command line that was refused bears on who acts and on what must be granted.
const SHARED = new Set([
  "profile",
  "source-profile",
  "destination-profile",
  "owner-profile",
  "organization-profile",
  "answer",
  "region",
  "source-region",
  "endpoint-url",
  "request-payer",
  "delete",
  "acl",
  "grants",
  "copy-props",
  "storage-class",
  "sse",
  "sse-kms-key-id",
  "vpc-endpoint",
  "principal",
  "principal-style",
  "key-grants",
  "drop-orphans",
  "for",
  "recursive",
  "on",
  "batch-role",
  "manifest-bucket",
]);

// Who copies, and as whom.
const OF_JOBS = new Set(["on", "batch-role", "manifest-bucket"]);

/** The `sluice grant` that mends what this command line was refused for. */
export function grantLine(
  { positionals, given }: Arguments,
  extra: readonly string[] = [],
): string {
  const words = given.filter(isShared).flatMap(wordsOf);
  return ["sluice", "grant", ...positionals, ...words, ...extra].map(shellWord).join(" ");
}

/** A fleet does what the run itself would, by the same permissions: `grant` knows of jobs alone. */
function isShared({ name, value }: Arguments["given"][number]): boolean {
  return SHARED.has(name) && !(name === "on" && value !== "s3-batch");
}

function wordsOf({ name, value }: Arguments["given"][number]): readonly string[] {
  return [`--${name}`, ...(value === undefined ? [] : [value])];
}

/** The command that a grant is for, as far as it says what is done to which places. */
export function sluiceLine({ given, positionals }: Arguments, command: string): string {
  const words = given.filter(({ name }) => OF_JOBS.has(name)).flatMap(wordsOf);
  return ["sluice", command, ...positionals, ...words].map(shellWord).join(" ");
}

/** A command line as a POSIX shell takes it. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

// What says how a check is shown, or where its questions go.
const OF_SHOWING = new Set(["request", "json", "explain", "lang"]);

/** The check that was typed. */
export function checkLine({ positionals, given }: Arguments): string {
  const words = given.flatMap(({ name, value }) =>
    OF_SHOWING.has(name) ? [] : [`--${name}`, ...(value === undefined ? [] : [value])],
  );
  return shellWords(["sluice", "check", ...positionals, ...words]);
}

/** The check to run again once a file has answers. */
export function handBackLine(run: string, file: string): string {
  return `${run} ${shellWords(["--answer", file])}`;
}
