import { UsageError } from "../../aws/index.ts";
import { type Arguments, hasFlag, type OptionTable, valueOf } from "../arguments/option.ts";
import { wholeNumberOf } from "../arguments/whole-number.ts";

const NO_EFFECT = "taken as the AWS CLI takes it; no effect here";

/** The AWS CLI's global options (AWS CLI User Guide, Command line options), so that a line for it runs as it is. */
export const AWS_OPTIONS: OptionTable = {
  "no-sign-request": { kind: "flag", summary: "sign nothing: for public buckets" },
  "ca-bundle": {
    kind: "value",
    value: "FILE",
    summary: "certificates to trust, in PEM",
  },
  "cli-read-timeout": {
    kind: "value",
    value: "SECONDS",
    summary: "how long an answer may take to begin or go on (default: 60; 0: for ever)",
  },
  "no-verify-ssl": { kind: "flag", summary: "refused: name what to trust by --ca-bundle" },
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
