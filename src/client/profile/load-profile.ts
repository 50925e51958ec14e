import { readFile } from "node:fs/promises";
import {
  nearestWord,
  parseArn,
  partitionOf,
  profileLabel,
  type Sentence,
  UsageError,
} from "../../aws/index.ts";
import { type CredentialsProvider, NO_KEYS } from "../credentials-provider.ts";
import type { Addressing } from "../s3/bucket-address.ts";
import { endpointUrl, parseEndpointUrl, SERVICE_NAMES, type ServiceName } from "./endpoint-url.ts";
import { profileCredentials } from "./profile-credentials.ts";
import {
  type ConfigSection,
  findProfile,
  profileNames,
  readSharedConfig,
  type SharedConfig,
  unreadableFiles,
} from "./shared-config.ts";
import { type TransferSettings, transferSettings } from "./transfer-settings.ts";

/** What the command line says about an identity; what it leaves out is found as the AWS CLI finds it. */
export interface ProfileOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** For every service that we call, and before all that is configured. */
  readonly endpointUrl?: string | undefined;
  /** Signs nothing. */
  readonly unsigned?: boolean | undefined;
  /** A file of certificates to trust, before the one that is configured. */
  readonly caBundle?: string | undefined;
  /** Asks a person for the code of an MFA device, for profiles with `mfa_serial`. */
  readonly askMfaCode?: ((device: string) => Promise<string>) | undefined;
}

/** An identity, and where and how it calls AWS. */
export interface Profile {
  /** How a person names it, e.g. `profile dev-b`. */
  readonly label: Sentence;
  /** The profile's own; absent where keys of the environment go before it. */
  readonly name?: string;
  readonly credentials: CredentialsProvider;
  /** Whether its settings open a session, for which they have no session policy. */
  readonly opensSession?: boolean;
  readonly region: string | undefined;
  /** Where its accounts are, as far as its own settings tell; nothing tells it of keys of the environment. */
  readonly home?: ProfileHome;
  /** Instead of AWS's own, by service. */
  readonly endpoints: Readonly<Partial<Record<ServiceName, string>>>;
  readonly addressing: Addressing;
  readonly accelerate?: boolean;
  readonly dualStack?: boolean;
  readonly transfers?: TransferSettings;
  /** Certificates to trust, in PEM, from `AWS_CA_BUNDLE` or `ca_bundle`. */
  readonly certificates: string | undefined;
}

/** The partition of a profile's accounts: by its role, or, if nothing speaks against it, by its own region. */
interface ProfileHome {
  readonly partition: string;
  readonly by: "role" | "region";
}

const OF_ENVIRONMENT: Sentence = {
  en: "environment credentials",
  ja: "環境変数の認証情報",
};

/** Finds an identity among all that the AWS CLI knows; keys are asked for when first needed. */
export async function loadProfile(options: ProfileOptions = {}): Promise<Profile> {
  const environment = process.env;
  const config = await readSharedConfig();
  const named = options.profile ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"];
  const name = named ?? "default";
  const section = findProfile(config, name);
  if (section === undefined && named !== undefined) {
    throw unknownProfile(name, config, await unreadableFiles(environment));
  }

  const region = regionOf(options, section ?? {});
  const settings = { environment, section: section ?? {}, config };
  const keys = keysBefore(options);
  const endpoints = Object.fromEntries(
    SERVICE_NAMES.flatMap((service) => {
      const url = options.endpointUrl ?? endpointUrl(service, settings);
      if (url !== undefined) parseEndpointUrl(url);
      return url === undefined ? [] : [[service, url] as const];
    }),
  );
  return {
    ...(keys === undefined ? { label: profileLabel(name), name } : { label: OF_ENVIRONMENT }),
    credentials:
      keys ??
      profileCredentials({
        name,
        config,
        stsEndpoint: endpoints["sts"],
        region,
        askMfaCode: options.askMfaCode,
      }),
    opensSession: opensSession(settings.section, keys),
    region,
    ...(keys === undefined && homeOf(settings.section)),
    endpoints,
    addressing: addressingOf(settings.section),
    accelerate: isTrue(settings.section["s3.use_accelerate_endpoint"]),
    dualStack: dualStackOf(settings.section),
    transfers: transferSettings(settings.section),
    certificates: await readCertificates(options.caBundle, settings.section),
  };
}

function unknownProfile(
  name: string,
  config: SharedConfig,
  unreadable: readonly string[],
): UsageError {
  const names = profileNames(config);
  const nearest = nearestWord(name, names);
  if (unreadable.length > 0) {
    return new UsageError({
      en: `cannot find profile \`${name}\`: could not read ${unreadable.join(" and ")}, which may have it`,
      ja: `プロファイル \`${name}\` が見つかりません。これを含むかもしれない ${unreadable.join(" と ")} を読み込めませんでした`,
    });
  }
  const hint = nearest === undefined ? knownProfiles(names) : didYouMean(nearest);
  return new UsageError({
    en: `cannot find profile \`${name}\` in the AWS config files: ${hint.en}`,
    ja: `プロファイル \`${name}\` が AWS config ファイルにありません。${hint.ja}`,
  });
}

function knownProfiles(names: readonly string[]): Sentence {
  const some = names.slice(0, 10).map((known) => `\`${known}\``);
  return some.length === 0
    ? {
        en: "they have none; `aws configure sso` makes one",
        ja: "プロファイルは 1 つもありません。`aws configure sso` で作れます",
      }
    : { en: `they have ${some.join(", ")}`, ja: `あるのは ${some.join("、")} です` };
}

function didYouMean(name: string): Sentence {
  return { en: `did you mean \`${name}\`?`, ja: `\`${name}\` ではありませんか` };
}

/** Keys that precede those of the profile. */
function keysBefore({ profile, unsigned }: ProfileOptions): CredentialsProvider | undefined {
  if (unsigned === true) return () => Promise.resolve(NO_KEYS);
  return profile === undefined ? environmentKeys() : undefined;
}

/** As for the AWS CLI, keys in the environment count unless a profile is named on the command line. */
function environmentKeys(): CredentialsProvider | undefined {
  const accessKeyId = process.env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = process.env["AWS_SECRET_ACCESS_KEY"];
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = process.env["AWS_SESSION_TOKEN"];
  const keys = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  return () => Promise.resolve(keys);
}

function regionOf(options: ProfileOptions, section: ConfigSection): string | undefined {
  const region =
    options.region ??
    process.env["AWS_REGION"] ??
    process.env["AWS_DEFAULT_REGION"] ??
    section["region"];
  // It becomes part of host names; an empty one is as good as none.
  if (!region || /^(?!-)[a-z\d-]{1,63}(?<!-)$/i.test(region)) return region;
  throw new UsageError({
    en: `cannot use region \`${region}\`: its name must be like \`eu-west-1\``,
    ja: `リージョン \`${region}\` は使えません。\`eu-west-1\` のように指定してください`,
  });
}

/** What the command line and the environment say of regions is said of the run, not of who acts. */
function homeOf({ role_arn: role, region }: ConfigSection): { readonly home?: ProfileHome } {
  const ofRole = parseArn(role ?? "")?.partition;
  if (ofRole !== undefined) return { home: { partition: ofRole, by: "role" } };
  return region ? { home: { partition: partitionOf(region), by: "region" } } : {};
}

function addressingOf(section: ConfigSection): Addressing {
  const style = section["s3.addressing_style"] ?? "auto";
  if (style === "auto" || style === "path" || style === "virtual") return style;
  throw new UsageError({
    en: `cannot use \`addressing_style = ${style}\` of the AWS config file: it must be \`auto\`, \`path\` or \`virtual\``,
    ja: `AWS config ファイルの \`addressing_style = ${style}\` は使えません。\`auto\`、\`path\`、\`virtual\` のどれかである必要があります`,
  });
}

/** The AWS CLI's own setting precedes the one that all SDKs have. */
function dualStackOf(section: ConfigSection): boolean {
  return isTrue(
    section["s3.use_dualstack_endpoint"] ??
      process.env["AWS_USE_DUALSTACK_ENDPOINT"] ??
      section["use_dualstack_endpoint"],
  );
}

/** Settings by which sign-in, STS or Identity Center is asked for keys; none of them can name a session policy. */
function opensSession(section: ConfigSection, keys: CredentialsProvider | undefined): boolean {
  const openers = ["role_arn", "sso_session", "sso_start_url", "web_identity_token_file"];
  const given = keys ?? section["aws_access_key_id"] ?? section["credential_process"];
  return given === undefined && openers.some((setting) => section[setting] !== undefined);
}

function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === "true";
}

async function readCertificates(
  named: string | undefined,
  section: ConfigSection,
): Promise<string | undefined> {
  const path = named ?? process.env["AWS_CA_BUNDLE"] ?? section["ca_bundle"];
  if (!path) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new UsageError({
      en: `cannot read the certificates of \`--ca-bundle\`, \`AWS_CA_BUNDLE\` or \`ca_bundle\`: no file \`${path}\``,
      ja: `\`--ca-bundle\`、\`AWS_CA_BUNDLE\`、\`ca_bundle\` の証明書を読み込めません。ファイル \`${path}\` がありません`,
    });
  }
}
