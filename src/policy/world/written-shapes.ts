import * as v from "valibot";
import { nearestWord, said } from "../../aws/index.ts";

type Text = v.SchemaWithPipe<readonly [v.StringSchema<string>, v.RegexAction<string, string>]>;

/** Text of a given form; `rule` is said when it is not, and never repeats the text: it may be a secret. */
export function word(form: RegExp, rule: string): Text {
  return v.pipe(v.string(rule), v.regex(form, rule));
}

export const accountId: Text = word(
  /^\d{12}$/,
  said(
    "an account id is 12 digits in quotes: YAML reads bare digits as a number",
    "アカウント ID は引用符で囲んだ 12 桁の数字です。囲まないと YAML では数値になります",
  ),
);
export const region: Text = word(
  /^[a-z]{2,4}(-[a-z]+)+-\d$/,
  said("a region reads like `ap-northeast-1`", "リージョンは `ap-northeast-1` のような形です"),
);
export const vpcId: Text = word(
  /^vpc-[0-9a-f]{8}(?:[0-9a-f]{9})?$/,
  said(
    "a VPC's id is `vpc-` and 8 or 17 hexadecimal digits",
    "VPC の ID は `vpc-` と 8 桁か 17 桁の 16 進数です",
  ),
);
export const endpointId: Text = word(
  /^vpce-[0-9a-f]{8}(?:[0-9a-f]{9})?$/,
  said(
    "a VPC endpoint's id is `vpce-` and 8 or 17 hexadecimal digits",
    "VPC エンドポイントの ID は `vpce-` と 8 桁か 17 桁の 16 進数です",
  ),
);

type Fields<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>;

/** A map with these fields and no others. */
export function fieldsOf<E extends v.ObjectEntries>(
  entries: E,
): v.GenericSchema<unknown, Fields<E>> {
  const known = Object.keys(entries);
  return v.pipe(
    v.unknown(),
    // valibot takes a list for an object.
    v.check((input) => !Array.isArray(input), expectedMap(known)),
    v.strictObject(entries, (issue) => wrongField(issue, known)),
  );
}

function wrongField(issue: v.StrictObjectIssue, known: readonly string[]): string {
  if (issue.expected === "Object") return expectedMap(known);
  const field = String(issue.path?.at(-1)?.key);
  if (issue.expected !== "never") {
    return said(`field \`${field}\` is missing`, `フィールド \`${field}\` がありません`);
  }
  const meant = nearestWord(field, known);
  return meant === undefined
    ? said(
        `unknown field \`${field}\`: known are ${quoted(known)}`,
        `フィールド \`${field}\` は存在しません。書けるのは ${quoted(known)} です`,
      )
    : said(
        `unknown field \`${field}\`: did you mean \`${meant}\`?`,
        `フィールド \`${field}\` は存在しません。\`${meant}\` ではありませんか`,
      );
}

function expectedMap(known: readonly string[]): string {
  return said(
    `expected a map with ${quoted(known)}`,
    `${quoted(known)} を持つマップを書いてください`,
  );
}

function quoted(words: readonly string[]): string {
  return words.map((each) => `\`${each}\``).join(", ");
}

/** A map from names of one form to values of one shape. */
export function mapOf<V extends v.GenericSchema>(
  key: Text,
  value: V,
): v.GenericSchema<unknown, Record<string, v.InferOutput<V>>> {
  return v.pipe(
    v.unknown(),
    v.check(
      isMap,
      said("expected a map from names to values", "名前から値へのマップを書いてください"),
    ),
    // valibot's `record` leaves these keys out without a word.
    v.check(
      (input) => !isMap(input) || !unusable.some((each) => Object.hasOwn(input, each)),
      said(`${quoted(unusable)} cannot be names`, `${quoted(unusable)} は名前にできません`),
    ),
    v.record(key, value),
  );
}

const unusable = ["__proto__", "constructor", "prototype"] as const;

function isMap(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

/** A policy document: JSON text is kept to the letter, a map becomes text. */
export const policyText: v.GenericSchema<unknown, string> = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    if (typeof dataset.value === "string") return dataset.value;
    const text = isMap(dataset.value) ? asJson(dataset.value) : undefined;
    if (text !== undefined) return text;
    addIssue({
      message: said(
        "a policy is a map, or the text of its JSON",
        "ポリシーはマップか、JSON のテキストで書いてください",
      ),
    });
    return NEVER;
  }),
);

/** Undefined for what JSON cannot say, e.g. a YAML alias to its own parent. */
function asJson(value: Record<string, unknown>): string | undefined {
  try {
    return JSON.stringify(value, null, 2);
  } catch {
    return undefined;
  }
}
