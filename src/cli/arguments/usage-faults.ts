import { nearestWord, UsageError } from "../../aws/index.ts";

/** Refuses a command that there is not; `meant` is the nearest that there is. */
export function unknownCommand(name: string, meant: string | undefined): UsageError {
  const hint =
    meant === undefined
      ? {
          en: "`sluice --help` lists the commands",
          ja: "コマンドの一覧は `sluice --help` で見られます",
        }
      : { en: `did you mean \`sluice ${meant}\`?`, ja: `\`sluice ${meant}\` ではありませんか` };
  return new UsageError({
    en: `unknown command \`${name}\`: ${hint.en}`,
    ja: `コマンド \`${name}\` はありません。${hint.ja}`,
  });
}

/** Refuses an option that stands where the command's name must. */
export function optionFirst(option: string): UsageError {
  return new UsageError({
    en: `cannot read \`${option}\` before the command: options follow it, as in \`sluice COMMAND ${option}\``,
    ja: `\`${option}\` はコマンドの前には指定できません。\`sluice COMMAND ${option}\` のように後に続けてください`,
  });
}

/** Refuses operands that are too few or too many for a command. */
export function wrongOperands(given: {
  readonly command: string;
  readonly count: number;
  readonly form: string;
}): UsageError {
  const { command, count, form } = given;
  return new UsageError({
    en: `cannot run \`sluice ${command}\` with ${count} ${count === 1 ? "operand" : "operands"}: it is \`${form}\``,
    ja: `\`sluice ${command}\` は引数 ${count} 個では実行できません。\`${form}\` の形で指定してください`,
  });
}

/** Refuses an option that a command does not have. */
export function unknownOption(given: {
  readonly command: string;
  readonly option: string;
  readonly meant: string | undefined;
}): UsageError {
  const { command, option, meant } = given;
  const hint =
    meant === undefined
      ? {
          en: `\`sluice ${command} --help\` lists the options`,
          ja: `オプションの一覧は \`sluice ${command} --help\` で見られます`,
        }
      : { en: `did you mean \`--${meant}\`?`, ja: `\`--${meant}\` ではありませんか` };
  return new UsageError({
    en: `unknown option \`${option}\` for \`sluice ${command}\`: ${hint.en}`,
    ja: `\`sluice ${command}\` にオプション \`${option}\` はありません。${hint.ja}`,
  });
}

/** Refuses a value for a flag. */
export function takesNoValue(given: {
  readonly command: string;
  readonly option: string;
  readonly value: string;
}): UsageError {
  const { command, option, value } = given;
  return new UsageError({
    en: `option \`${option}\` of \`sluice ${command}\` takes no value: got \`${value}\``,
    ja: `\`sluice ${command}\` のオプション \`${option}\` は値を取りませんが、\`${value}\` が指定されました`,
  });
}

/** Refuses an option without its value. */
export function needsValue(given: {
  readonly command: string;
  readonly option: string;
  readonly placeholder: string;
}): UsageError {
  const { command, option, placeholder } = given;
  return new UsageError({
    en: `option \`${option}\` of \`sluice ${command}\` needs a value: \`${option} ${placeholder}\``,
    ja: `\`sluice ${command}\` のオプション \`${option}\` には値が必要です。\`${option} ${placeholder}\` の形で指定してください`,
  });
}

const SEEN_AT_A_GLANCE = 4;

/** Refuses a value that is none of those that an option takes; names the nearest where they are many. */
export function notOneOf(given: {
  readonly option: string;
  readonly value: string;
  readonly allowed: readonly string[];
}): UsageError {
  const { option, value } = given;
  const allowed = given.allowed.map((one) => `\`${one}\``);
  const meant = allowed.length > SEEN_AT_A_GLANCE ? nearestWord(value, given.allowed) : undefined;
  const choice =
    allowed.length === 1
      ? { en: `it must be ${allowed.join("")}`, ja: `${allowed.join("")} ` }
      : { en: `it must be one of ${allowed.join(", ")}`, ja: `${allowed.join("、")} のどれか` };
  const hint =
    meant === undefined
      ? { en: "", ja: "" }
      : { en: `; did you mean \`${meant}\`?`, ja: `。\`${meant}\` ではありませんか` };
  return new UsageError({
    en: `cannot use \`${value}\` for \`${option}\`: ${choice.en}${hint.en}`,
    ja: `\`${option}\` に \`${value}\` は使えません。${choice.ja}を指定してください${hint.ja}`,
  });
}

/** Refuses what is no whole number within its bounds. */
export function notWhole(given: {
  readonly option: string;
  readonly value: string;
  readonly min: number;
  readonly max: number;
}): UsageError {
  const { option, value, min, max } = given;
  const bounds =
    max === Number.MAX_SAFE_INTEGER
      ? { en: `of ${min} or more`, ja: `${min} 以上の整数` }
      : { en: `from ${min} to ${max}`, ja: `${min} から ${max} までの整数` };
  return new UsageError({
    en: `cannot use \`${value}\` for \`${option}\`: it must be a whole number ${bounds.en}`,
    ja: `\`${option}\` に \`${value}\` は使えません。${bounds.ja}を指定してください`,
  });
}
