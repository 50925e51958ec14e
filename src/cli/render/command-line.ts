import { shellWord } from "../../app/index.ts";
import type { Arguments } from "../arguments/option.ts";
import { SECRET_OPTIONS } from "../commands/secret-options.ts";

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
  "exclude",
  "include",
  "backup-to",
  "checksum",
  "verify",
  "compare-metadata",
  "aws-compat",
  "no-overwrite",
  "page-size",
  "acl",
  "grants",
  "copy-props",
  "metadata-directive",
  "website-redirect",
  "storage-class",
  "sse",
  "sse-kms-key-id",
  "sse-c",
  "sse-c-copy-source",
  "vpc-endpoint",
  "principal",
  "principal-style",
  "key-grants",
  "large-objects",
  "drop-orphans",
  "for",
  "recursive",
  "source-inventory",
  "on",
  "batch-role",
  "manifest-bucket",
]);

type Given = Arguments["given"][number];

// What lists, who copies, and as whom.
const OF_MEANS = new Set(["source-inventory", "on", "batch-role", "manifest-bucket"]);

/** The `sluice grant` that mends what this command line was refused for. */
export function grantLine(
  { positionals, given }: Arguments,
  extra: readonly string[] = [],
): string {
  const words = given.filter(isShared).map(withoutSecret).flatMap(wordsOf);
  return ["sluice", "grant", ...positionals, ...words, ...extra].map(shellWord).join(" ");
}

/** A fleet does what the run itself would, by the same permissions: `grant` knows of jobs alone. */
function isShared({ name, value }: Given): boolean {
  if (SECRET_OPTIONS.has(name)) return true;
  return SHARED.has(name) && !(name === "on" && value !== "s3-batch");
}

/** The line may be sent to others: of a key it names the file that holds it, and nothing else. */
function withoutSecret(given: Given): Given {
  const { name, value } = given;
  if (!SECRET_OPTIONS.has(name) || value?.startsWith("fileb://") === true) return given;
  return { name, value: "KEY" };
}

function wordsOf({ name, value }: Given): readonly string[] {
  return [`--${name}`, ...(value === undefined ? [] : [value])];
}

/** The command that a grant is for, as far as it says what is done to which places. */
export function sluiceLine({ given, positionals }: Arguments, command: string): string {
  const words = given.filter(({ name }) => OF_MEANS.has(name)).flatMap(wordsOf);
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
