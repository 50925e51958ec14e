import { UsageError } from "../../aws/index.ts";
import type { ConfigSection, SharedConfig } from "./shared-config.ts";

/** The services that we call, under the names that settings have for them. */
export const SERVICE_NAMES = [
  "s3",
  "sts",
  "iam",
  "kms",
  "ec2",
  "organizations",
  "sso_admin",
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** One endpoint for all of them, as a lab has. */
export function endpointsAt(url: string): Readonly<Record<ServiceName, string>> {
  return {
    s3: url,
    sts: url,
    iam: url,
    kms: url,
    ec2: url,
    organizations: url,
    sso_admin: url,
  };
}

/** Reads an endpoint as it was given, without which no service can be called. */
export function parseEndpointUrl(text: string): EndpointUrl {
  const { protocol, host, pathname } = URL.canParse(text)
    ? new URL(text)
    : { protocol: "", host: "", pathname: "" };
  if (protocol === "http:" || protocol === "https:") return { protocol, host, pathname };
  throw new UsageError({
    en: `cannot use endpoint URL \`${text}\`: it must be like \`http://127.0.0.1:4566\` or \`https://s3.example.com\``,
    ja: `エンドポイント URL \`${text}\` は使えません。\`http://127.0.0.1:4566\` や \`https://s3.example.com\` のように指定してください`,
  });
}

interface EndpointUrl {
  readonly protocol: "http:" | "https:";
  readonly host: string;
  readonly pathname: string;
}

/** Where an endpoint may be set. */
export interface EndpointSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly section: ConfigSection;
  readonly config: SharedConfig;
}

/**
 * The endpoint configured for a service, or undefined for AWS's own. The service's own setting
 * precedes the general one, the environment precedes the profile
 * (AWS SDKs and Tools Reference Guide, Service-specific endpoints).
 */
export function endpointUrl(service: ServiceName, settings: EndpointSettings): string | undefined {
  const { environment, section, config } = settings;
  const ignored =
    environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] ??
    section["ignore_configured_endpoint_urls"];
  if (ignored?.toLowerCase() === "true") return undefined;
  return (
    given(environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`]) ??
    given(environment["AWS_ENDPOINT_URL"]) ??
    given(servicesSection(section, config)[`${service}.endpoint_url`]) ??
    given(section["endpoint_url"])
  );
}

function servicesSection(section: ConfigSection, config: SharedConfig): ConfigSection {
  const name = section["services"];
  if (name === undefined) return {};
  const services = config.configFile[`services.${name}`];
  if (services !== undefined) return services;
  throw new UsageError({
    en: `cannot find section \`[services ${name}]\`, which a profile names, in the AWS config file`,
    ja: `プロファイルが参照しているセクション \`[services ${name}]\` が AWS config ファイルにありません`,
  });
}

/** An empty variable is as good as none. */
function given(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
