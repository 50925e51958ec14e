import { parseArgs } from "node:util";
import { nearestWord } from "../../aws/index.ts";
import type { Arguments, OptionSpec, OptionTable } from "./option.ts";
import { needsValue, notOneOf, takesNoValue, unknownOption } from "./usage-faults.ts";

/** Reads what was typed after the command's name; throws `UsageError` for anything not in the table. */
export function parseArguments(
  command: string,
  words: readonly string[],
  table: OptionTable,
): Arguments {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, spec]) => [
      name,
      { type: spec.kind === "flag" ? ("boolean" as const) : ("string" as const), multiple: true },
    ]),
  );
  const { tokens } = parseArgs({
    args: words.map((word, index) => withImplied(word, words[index + 1], table)),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  const given: { name: string; value: string | undefined }[] = [];
  let taking: string | undefined;
  for (const token of tokens) {
    if (token.kind === "positional") {
      if (taking === undefined) positionals.push(token.value);
      else given.push({ name: taking, value: token.value });
    }
    if (token.kind === "option-terminator") taking = undefined;
    if (token.kind === "option") {
      const spec = specOf(command, token.rawName, table);
      checkValue(command, { name: token.rawName, value: token.value }, spec);
      given.push({ name: token.name, value: token.value });
      taking = spec.kind === "many" ? token.name : undefined;
    }
  }
  return { positionals, given };
}

/** `--sse` alone is `--sse=AES256`. */
function withImplied(word: string, next: string | undefined, table: OptionTable): string {
  const name = word.startsWith("--") ? word.slice(2) : "";
  const implied = Object.hasOwn(table, name) ? table[name]?.implied : undefined;
  return implied !== undefined && (next === undefined || next.startsWith("--"))
    ? `${word}=${implied}`
    : word;
}

function specOf(command: string, rawName: string, table: OptionTable): OptionSpec {
  const name = rawName.replace(/^--?/, "");
  const spec = rawName.startsWith("--") && Object.hasOwn(table, name) ? table[name] : undefined;
  if (spec !== undefined) return spec;
  const meant = nearestWord(name, Object.keys(table));
  throw unknownOption({ command, option: rawName, meant });
}

function checkValue(
  command: string,
  { name: option, value }: { name: string; value: string | undefined },
  spec: OptionSpec,
): void {
  if (spec.kind === "flag") {
    if (value === undefined) return;
    throw takesNoValue({ command, option, value });
  }
  if (value === undefined || value.startsWith("--")) {
    const placeholder = spec.value ?? "VALUE";
    throw needsValue({ command, option, placeholder });
  }
  const allowed = spec.oneOf;
  if (allowed !== undefined && !allowed.includes(value)) {
    throw notOneOf({ option, value, allowed });
  }
}
