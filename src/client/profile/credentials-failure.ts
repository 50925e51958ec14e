import { AwsError, type Sentence, UsageError } from "../../aws/index.ts";
import { awsErrorFromSdk } from "../aws-error-from-sdk.ts";
import { WireError } from "../http/wire-error.ts";
import { type ConfigSection, findProfile, type SharedConfig } from "./shared-config.ts";

/** The error for a profile without usable keys: what was tried, and what would be right. */
export function credentialsFailure(error: unknown, name: string, config: SharedConfig): unknown {
  const answer = awsErrorFromSdk(error, { operation: "AssumeRole", url: "STS" });
  if (answer instanceof AwsError || answer instanceof WireError) return answer;
  const root = rootProfile(name, config);
  const why =
    reasonOfSource(root, findProfile(config, root) ?? {}) ??
    reasonOfRole(findProfile(config, name) ?? {}) ??
    NOWHERE;
  return new UsageError({
    en: `cannot get credentials for profile \`${name}\`: ${why.en}`,
    ja: `プロファイル \`${name}\` の認証情報を取得できません。${why.ja}`,
  });
}

const NOWHERE: Sentence = {
  en: "neither the environment, the AWS config files nor instance metadata has any; sign in with `aws sso login` or `aws configure`, or name a profile with `--profile`",
  ja: "環境変数にも AWS config ファイルにもインスタンスメタデータにもありません。`aws sso login` か `aws configure` でサインインするか、`--profile` でプロファイルを指定してください",
};

/** Why the profile that has keys of its own gave none. */
function reasonOfSource(name: string, section: ConfigSection): Sentence | undefined {
  if (section["sso_session"] !== undefined || section["sso_start_url"] !== undefined) {
    return noSignIn(name, section);
  }
  if (section["login_session"] !== undefined) {
    return {
      en: `its sign-in is missing or has expired; sign in with \`aws login --profile ${name}\``,
      ja: `サインインしていないか、期限が切れています。\`aws login --profile ${name}\` でサインインしてください`,
    };
  }
  if (section["credential_process"] !== undefined) {
    // The command and what it prints may hold secrets, so neither is repeated.
    return {
      en: `the \`credential_process\` of profile \`${name}\` failed, or did not print credentials as JSON of version 1`,
      ja: `プロファイル \`${name}\` の \`credential_process\` が失敗したか、バージョン 1 の JSON で認証情報を出力しませんでした`,
    };
  }
  return undefined;
}

function noSignIn(name: string, section: ConfigSection): Sentence {
  const role = section["sso_role_name"] ?? "sso_role_name";
  const account = section["sso_account_id"] ?? "sso_account_id";
  return {
    en: `its IAM Identity Center sign-in is missing or has expired, or has no \`${role}\` in \`${account}\`; sign in with \`aws sso login --profile ${name}\``,
    ja: `IAM Identity Center にサインインしていないか、期限が切れているか、\`${account}\` に \`${role}\` がありません。\`aws sso login --profile ${name}\` でサインインしてください`,
  };
}

function reasonOfRole(section: ConfigSection): Sentence | undefined {
  if (section["mfa_serial"] !== undefined) {
    return {
      en: "its role asks for a code from an MFA device; sign in with `aws sts get-session-token` and use those keys",
      ja: "ロールが MFA デバイスのコードを要求しています。`aws sts get-session-token` でサインインし、その認証情報を使ってください",
    };
  }
  if (section["role_arn"] !== undefined) {
    return {
      en: "its `role_arn` needs a `source_profile` with credentials, or a `credential_source`",
      ja: "`role_arn` には、認証情報のある `source_profile` か `credential_source` が必要です",
    };
  }
  return undefined;
}

/** The profile at the end of a chain of `source_profile`. */
function rootProfile(name: string, config: SharedConfig): string {
  const visited = new Set<string>();
  let current = name;
  for (;;) {
    visited.add(current);
    const next = findProfile(config, current)?.["source_profile"];
    if (next === undefined || visited.has(next)) return current;
    current = next;
  }
}
