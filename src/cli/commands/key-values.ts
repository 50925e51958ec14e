import { UsageError } from "../../aws/index.ts";

/** Reads `a=1,b="x,y"` or a JSON object of texts, the two ways in which the AWS CLI takes a map. */
export function readKeyValues(option: string, text: string): Readonly<Record<string, string>> {
  const pairs = text.trimStart().startsWith("{") ? jsonPairs(text) : shorthandPairs(text);
  if (pairs === undefined) {
    throw new UsageError({
      en: `cannot read \`${text}\` for \`${option}\`: it must be \`NAME=VALUE,NAME=VALUE\` or a JSON object of texts`,
      ja: `\`${option}\` の \`${text}\` を読み取れません。\`NAME=VALUE,NAME=VALUE\` の形か、値が文字列の JSON オブジェクトで指定してください`,
    });
  }
  return Object.fromEntries(pairs);
}

type Pairs = readonly (readonly [string, string])[];

function jsonPairs(text: string): Pairs | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const pairs = Object.entries(value);
  return pairs.every((pair): pair is [string, string] => typeof pair[1] === "string")
    ? pairs
    : undefined;
}

/** A value that holds a comma stands in quotes. */
function shorthandPairs(text: string): Pairs | undefined {
  const pairs: [string, string][] = [];
  const pair = /([^=,\s]+)=(?:"([^"]*)"|'([^']*)'|([^,]*))(?:,|$)/gy;
  while (pair.lastIndex < text.length) {
    const found = pair.exec(text);
    if (found === null) return undefined;
    const [, name = "", double, single, bare = ""] = found;
    pairs.push([name, double ?? single ?? bare]);
  }
  return pairs;
}
