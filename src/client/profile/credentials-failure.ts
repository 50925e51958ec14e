import { AwsError, UsageError } from "../../aws/index.ts";
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
    "neither the environment, the AWS config files nor instance metadata has any; sign in with `aws sso login` or `aws configure`, or name a profile with `--profile`";
  return new UsageError(`cannot get credentials for profile \`${name}\`: ${why}`);
}

/** Why the profile that has keys of its own gave none. */
function reasonOfSource(name: string, section: ConfigSection): string | undefined {
  if (section["sso_session"] !== undefined || section["sso_start_url"] !== undefined) {
    const role = section["sso_role_name"] ?? "a role";
    const account = section["sso_account_id"] ?? "an account";
    return `its IAM Identity Center sign-in is missing or has expired, or has no \`${role}\` in \`${account}\`; sign in with \`aws sso login --profile ${name}\``;
  }
  if (section["login_session"] !== undefined) {
    return `its sign-in is missing or has expired; sign in with \`aws login --profile ${name}\``;
  }
  if (section["credential_process"] !== undefined) {
    // The command and what it prints may hold secrets, so neither is repeated.
    return `the \`credential_process\` of profile \`${name}\` failed, or did not print credentials as JSON of version 1`;
  }
  return undefined;
}

function reasonOfRole(section: ConfigSection): string | undefined {
  if (section["mfa_serial"] !== undefined) {
    return "its role asks for a code from an MFA device; sign in with `aws sts get-session-token` and use those keys";
  }
  if (section["role_arn"] !== undefined) {
    return "its `role_arn` needs a `source_profile` with credentials, or a `credential_source`";
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
