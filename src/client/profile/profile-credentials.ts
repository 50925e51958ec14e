import type { CredentialsProvider } from "../credentials-provider.ts";
import { quietSdk } from "../quiet-sdk.ts";
import { systemTiming } from "../timing.ts";
import { cachedCredentials, type SourceCredentials } from "./cached-credentials.ts";
import { credentialsFailure } from "./credentials-failure.ts";
import { findProfile, type SharedConfig } from "./shared-config.ts";

/** A profile to get keys for. */
export interface NamedProfile {
  readonly name: string;
  readonly config: SharedConfig;
  /** Where roles are assumed, if not at AWS's own endpoint. */
  readonly stsEndpoint: string | undefined;
  readonly region: string | undefined;
  readonly askMfaCode: ((device: string) => Promise<string>) | undefined;
}

/** Settings any of which says where a profile's keys come from. */
const sources = [
  "aws_access_key_id",
  "role_arn",
  "credential_process",
  "sso_session",
  "sso_start_url",
  "web_identity_token_file",
  "login_session",
];

/** Keys of a profile through the AWS SDK, which knows every source that the AWS CLI knows. */
export function profileCredentials(profile: NamedProfile): CredentialsProvider {
  return cachedCredentials(async () => {
    try {
      return await askSdk(profile);
    } catch (error) {
      throw credentialsFailure(error, profile.name, profile.config);
    }
  }, systemTiming.now);
}

async function askSdk(profile: NamedProfile): Promise<SourceCredentials> {
  const { name, config, stsEndpoint, region, askMfaCode } = profile;
  quietSdk();
  const { fromIni, fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  const section = findProfile(config, name) ?? {};
  const callsSts =
    section["role_arn"] !== undefined || section["web_identity_token_file"] !== undefined;
  const options = {
    profile: name,
    logger: silent,
    // Where roles are assumed; without it the SDK warns on the terminal that it has to guess.
    parentClientConfig: { region: region ?? "us-east-1" },
    // On its own the SDK would look for `endpoint_url` under AWS_PROFILE only.
    ...(callsSts && stsEndpoint !== undefined ? { clientConfig: { endpoint: stsEndpoint } } : {}),
    ...(askMfaCode === undefined ? {} : { mfaCodeProvider: askMfaCode }),
  };
  // A profile that names its source must not fall back on another identity, e.g. the instance's.
  const hasSource = sources.some((source) => section[source] !== undefined);
  return hasSource ? fromIni(options)() : fromNodeProviderChain(options)();
}

/** Without a logger of ours the SDK writes warnings to the terminal. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nothing is logged: the SDK's messages may name secrets.
}
