import type { LabPrincipal } from "./lab-principal.ts";

/**
 * The text of an AWS config file in which every principal is a profile that talks to the lab.
 * Path style is for clients that cannot resolve names under `.localhost`; SigV4 for `aws s3 presign`,
 * which older CLIs sign with version 2.
 */
export function writeAwsConfig(principals: readonly LabPrincipal[], url: string): string {
  return principals.map((principal) => profileText(principal, url)).join("\n");
}

function profileText({ profile, region, credentials }: LabPrincipal, url: string): string {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const section = profile === "default" ? "default" : `profile ${profile}`;
  return [
    `[${section}]`,
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    ...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`]),
    `region = ${region}`,
    `endpoint_url = ${url}`,
    "s3 =",
    "  addressing_style = path",
    "  signature_version = s3v4",
    "",
  ].join("\n");
}
