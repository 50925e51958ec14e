import { type Sentence, UsageError } from "../../aws/index.ts";
import { type Arguments, hasFlag, type OptionTable, valueOf } from "../arguments/option.ts";
import { wholeNumberOf } from "../arguments/whole-number.ts";

const NO_EFFECT: Sentence = {
  en: "taken as the AWS CLI takes it; no effect here",
  ja: "AWS CLI と同じように受け付けるが、効果はない",
};

/** The AWS CLI's global options (AWS CLI User Guide, Command line options), so that a line for it runs as it is. */
export const AWS_OPTIONS: OptionTable = {
  "no-sign-request": {
    kind: "flag",
    summary: { en: "sign nothing: for public buckets", ja: "署名せずに送る。公開バケット用" },
  },
  "ca-bundle": {
    kind: "value",
    value: "FILE",
    summary: { en: "certificates to trust, in PEM", ja: "信頼する証明書 (PEM)" },
  },
  "cli-read-timeout": {
    kind: "value",
    value: "SECONDS",
    summary: {
      en: "how long an answer may take to begin or go on (default: 60; 0: for ever)",
      ja: "応答の開始と続きを待つ秒数 (デフォルト: 60、0: 無制限)",
    },
  },
  "no-verify-ssl": {
    kind: "flag",
    summary: {
      en: "refused: name what to trust by --ca-bundle",
      ja: "使えない。信頼する証明書は --ca-bundle で指定する",
    },
  },
  "cli-connect-timeout": { kind: "value", value: "SECONDS", summary: NO_EFFECT },
  "cli-binary-format": { kind: "value", value: "FORMAT", summary: NO_EFFECT },
  output: { kind: "value", value: "FORMAT", summary: NO_EFFECT },
  query: { kind: "value", value: "JMESPATH", summary: NO_EFFECT },
  color: { kind: "value", value: "on|off|auto", summary: NO_EFFECT },
  debug: { kind: "flag", summary: NO_EFFECT },
  "no-paginate": { kind: "flag", summary: NO_EFFECT },
  "no-cli-pager": { kind: "flag", summary: NO_EFFECT },
  "cli-auto-prompt": { kind: "flag", summary: NO_EFFECT },
  "no-cli-auto-prompt": { kind: "flag", summary: NO_EFFECT },
};

/** How those options have requests travel. */
export interface WireFlags {
  readonly unsigned?: true;
  readonly caBundle?: string;
  readonly readTimeoutMs?: number;
}

/** Reads those options; throws `UsageError` where certificates are not to be looked at. */
export function wireFlags(args: Arguments): WireFlags {
  if (hasFlag(args, "no-verify-ssl")) {
    throw new UsageError({
      en: "cannot leave certificates unchecked (`--no-verify-ssl`): anybody could take what is sent; name what to trust with `--ca-bundle FILE`",
      ja: "証明書を検証しないこと（`--no-verify-ssl`）はできません。送るものを誰でも盗めてしまいます。信頼する証明書を `--ca-bundle FILE` で指定してください",
    });
  }
  const caBundle = valueOf(args, "ca-bundle");
  const seconds = wholeNumberOf(args, "cli-read-timeout", { min: 0, max: 86_400 });
  return {
    ...(hasFlag(args, "no-sign-request") && { unsigned: true }),
    ...(caBundle !== undefined && { caBundle }),
    ...(seconds !== undefined && { readTimeoutMs: seconds * 1000 }),
  };
}
