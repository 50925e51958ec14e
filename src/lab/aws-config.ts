import type { LabPrincipal } from "./lab-principal.ts";
import type { SsoProfile } from "./sso-profiles.ts";

/** How clients speak to the lab. */
export interface LabAddress {
  readonly url: string;
  /** The authority to trust over TLS. */
  readonly caPath?: string;
}

/**
 * The text of an AWS config file in which every principal is a profile that talks to the lab.
 * Path style is for clients that cannot resolve names under `.localhost`. Permission sets have profiles
 * that sign in, too.
 */
export function writeAwsConfig(
  principals: readonly LabPrincipal[],
  address: LabAddress,
  sso: readonly SsoProfile[],
): string {
  const users = [...new Map(sso.map((profile) => [profile.user, profile])).values()];
  return [
    ...principals.map((principal) => profileText(principal, address)),
    ...sso.map((profile) => ssoProfileText(profile, address)),
    ...users.map((profile) => ssoSessionText(profile, address.url)),
    servicesText(address),
  ].join("\n");
}

/**
 * The AWS CLI and boto3 put an account before the host's name for S3 Control, which few machines resolve. Before
 * a user's name in the address it only makes that name longer, and nobody sends it.
 */
function servicesText({ url }: LabAddress): string {
  const { protocol, port } = new URL(url);
  return [
    "[services lab]",
    "s3_control =",
    `  endpoint_url = ${protocol}//account@localhost:${port}`,
    "",
  ].join("\n");
}

function ssoProfileText(
  { profile, account, role, user, homeRegion }: SsoProfile,
  address: LabAddress,
): string {
  return [
    `[profile ${profile}]`,
    `sso_session = ${user}`,
    `sso_account_id = ${account}`,
    `sso_role_name = ${role}`,
    `region = ${homeRegion}`,
    ...settings(address),
  ].join("\n");
}

/** The start URL says who signs in, so that approving takes one visit. */
function ssoSessionText({ user, homeRegion }: SsoProfile, url: string): string {
  return [
    `[sso-session ${user}]`,
    `sso_start_url = ${url}/start/${encodeURIComponent(user)}`,
    `sso_region = ${homeRegion}`,
    "sso_registration_scopes = sso:account:access",
    "",
  ].join("\n");
}

function settings({ url, caPath }: LabAddress): readonly string[] {
  return [
    `endpoint_url = ${url}`,
    "services = lab",
    ...(caPath === undefined ? [] : [`ca_bundle = ${caPath}`]),
    "s3 =",
    "  addressing_style = path",
    "",
  ];
}

function profileText({ profile, region, credentials }: LabPrincipal, address: LabAddress): string {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const section = profile === "default" ? "default" : `profile ${profile}`;
  return [
    `[${section}]`,
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    ...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`]),
    `region = ${region}`,
    ...settings(address),
  ].join("\n");
}
