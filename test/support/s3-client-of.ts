import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

/** A client as a profile of an AWS config that a lab in another process wrote. */
export function s3ClientOf(
  awsConfig: string,
  profile: string,
  more: Pick<S3ClientConfig, "maxAttempts"> = {},
): S3Client {
  const section = awsConfig.split(`[profile ${profile}]`)[1] ?? "";
  const valueOf = (name: string): string =>
    new RegExp(`^${name} = (.*)$`, "m").exec(section)?.[1] ?? "";
  return new S3Client({
    endpoint: valueOf("endpoint_url"),
    credentials: {
      accessKeyId: valueOf("aws_access_key_id"),
      secretAccessKey: valueOf("aws_secret_access_key"),
      sessionToken: valueOf("aws_session_token"),
    },
    region: valueOf("region"),
    forcePathStyle: true,
    ...more,
  });
}
