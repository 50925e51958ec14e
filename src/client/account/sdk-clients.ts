import { Agent } from "node:https";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { S3ControlClient, S3ControlClientConfig } from "@aws-sdk/client-s3-control";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SSOAdminClient } from "@aws-sdk/client-sso-admin";
import type { STSClient } from "@aws-sdk/client-sts";
import type { ServiceName } from "../profile/endpoint-url.ts";
import type { Profile } from "../profile/load-profile.ts";
import { quietSdk } from "../quiet-sdk.ts";

/** The SDK's clients of one identity, each loaded and made when it is first called. */
export interface SdkClients {
  iam(): Promise<IAMClient>;
  s3(): Promise<S3Client>;
  /** Of the profile's region, or of an access point's. */
  s3Control(region?: string): Promise<S3ControlClient>;
  sts(): Promise<STSClient>;
  organizations(): Promise<OrganizationsClient>;
  /** Of the profile's region: Identity Center answers in its home region alone. */
  ssoAdmin(): Promise<SSOAdminClient>;
  /** Of a key's region. */
  kms(region: string): Promise<KMSClient>;
}

export function sdkClients(profile: Profile): SdkClients {
  let iam: Promise<IAMClient> | undefined;
  let s3: Promise<S3Client> | undefined;
  let sts: Promise<STSClient> | undefined;
  let organizations: Promise<OrganizationsClient> | undefined;
  let ssoAdmin: Promise<SSOAdminClient> | undefined;
  const s3Control = new Map<string | undefined, Promise<S3ControlClient>>();
  const kms = new Map<string, Promise<KMSClient>>();
  return {
    iam: () => (iam ??= openIam(profile)),
    s3: () => (s3 ??= openS3(profile)),
    s3Control: (region = profile.region) => {
      const open = s3Control.get(region) ?? openS3Control(profile, region);
      s3Control.set(region, open);
      return open;
    },
    sts: () => (sts ??= openSts(profile)),
    organizations: () => (organizations ??= openOrganizations(profile)),
    ssoAdmin: () => (ssoAdmin ??= openSsoAdmin(profile)),
    kms: (region) => {
      const open = kms.get(region) ?? openKms(profile, region);
      kms.set(region, open);
      return open;
    },
  };
}

async function openIam(profile: Profile): Promise<IAMClient> {
  const { IAMClient } = await import("@aws-sdk/client-iam");
  return new IAMClient(clientOptions(profile, "iam"));
}

async function openS3(profile: Profile): Promise<S3Client> {
  const { S3Client } = await import("@aws-sdk/client-s3");
  const forcePathStyle = profile.endpoints.s3 !== undefined && profile.addressing !== "virtual";
  return new S3Client({
    ...clientOptions(profile, "s3"),
    forcePathStyle: forcePathStyle || profile.addressing === "path",
    followRegionRedirects: true,
  });
}

async function openS3Control(
  profile: Profile,
  region: string | undefined,
): Promise<S3ControlClient> {
  const options = asideOptions(clientOptions(profile, "s3"));
  return openJobControl(profile, region === undefined ? options : { ...options, region });
}

/** S3 Control of a profile, in another region where that is said. */
export async function openJobControl(
  profile: Profile,
  rest: Pick<S3ControlClientConfig, "region" | "maxAttempts" | "requestHandler">,
): Promise<S3ControlClient> {
  const { S3ControlClient } = await import("@aws-sdk/client-s3-control");
  const { endpoint, ...options } = clientOptions(profile, "s3");
  return new S3ControlClient({
    ...options,
    ...rest,
    // The SDK puts the account's number before the host's name, which no address can have.
    ...(endpoint !== undefined && {
      disableHostPrefix: true,
      endpointProvider: () => ({ url: new URL(endpoint) }),
    }),
  });
}

async function openSts(profile: Profile): Promise<STSClient> {
  const { STSClient } = await import("@aws-sdk/client-sts");
  return new STSClient(clientOptions(profile, "sts"));
}

async function openOrganizations(profile: Profile): Promise<OrganizationsClient> {
  const { OrganizationsClient } = await import("@aws-sdk/client-organizations");
  const options = clientOptions(profile, "organizations");
  return new OrganizationsClient({ ...options, ...asideOptions(options) });
}

async function openSsoAdmin(profile: Profile): Promise<SSOAdminClient> {
  const { SSOAdminClient } = await import("@aws-sdk/client-sso-admin");
  const options = clientOptions(profile, "sso_admin");
  return new SSOAdminClient({ ...options, ...asideOptions(options) });
}

async function openKms(profile: Profile, region: string): Promise<KMSClient> {
  const { KMSClient } = await import("@aws-sdk/client-kms");
  const options = clientOptions(profile, "kms");
  return new KMSClient({ ...options, ...asideOptions(options), region });
}

function clientOptions(profile: Profile, service: ServiceName) {
  quietSdk();
  const endpoint = profile.endpoints[service];
  const { certificates } = profile;
  return {
    credentials: () => profile.credentials(),
    region: profile.region ?? "us-east-1",
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(certificates === undefined
      ? {}
      : { requestHandler: { httpsAgent: new Agent({ ca: certificates, keepAlive: true }) } }),
  };
}

/** For what a run can do without: a network that does not lead there must not keep it waiting. */
function asideOptions({
  requestHandler,
}: Pick<ReturnType<typeof clientOptions>, "requestHandler">) {
  const patience = { connectionTimeout: 2000, requestTimeout: 5000 };
  return { maxAttempts: 2, requestHandler: { ...requestHandler, ...patience } };
}
