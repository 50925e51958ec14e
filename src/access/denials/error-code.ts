// Where the tools put the code. Each holds its code in group 1.
const framed: readonly RegExp[] = [
  // AWS CLI, boto3; before 2015 `A client error`.
  /(?:An error occurred|[Aa] client error) \((\w[\w.]*)\)/,
  // AWS SDK for Go v2, so Terraform, rclone 1.66+ and others.
  /api error (\w[\w.]*):/,
  // AWS SDK for Java v1.
  /Error Code: (\w[\w.]*?)[;)]/,
  // The XML of S3 itself, also as PHP and old rclone show it.
  /<Code>(\w[\w.]*)<\/Code>/,
  // s3cmd.
  /S3 error: \d{3} \((\w+)\)/,
  // AWS SDK for PHP.
  /\b(\w+) \(client\): /,
];

const known = [
  "AccessControlListNotSupported",
  "AccessDenied(?:Exception)?",
  "AccountProblem",
  "AllAccessDisabled",
  "AuthorizationHeaderMalformed",
  "ExpiredToken(?:Exception)?",
  "IllegalLocationConstraintException",
  "InvalidAccessKeyId",
  "InvalidBucketAclWithObjectOwnership",
  "InvalidClientTokenId",
  "InvalidObjectState",
  "InvalidToken(?:Id)?",
  "KMS\\.\\w+",
  "MalformedPolicy",
  "MethodNotAllowed",
  "NoSuchBucket",
  "NoSuchKey",
  "NotSignedUp",
  "PermanentRedirect",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
  "SlowDown",
  "TemporaryRedirect",
  "UnauthorizedSSOTokenError",
].join("|");
// Go SDK v1, rclone, s5cmd, Terraform 3, JavaScript stack traces: `AccessDenied: Access Denied`.
const bare = new RegExp(`(?:^|[^\\w.])(${known})[:\\]]`);
// AWS SDK for JavaScript: other libraries have codes in the same place.
const inObject = new RegExp(`\\b(?:Code|code|name): ?['"](${known})['"]`);

// The AWS CLI gives no code when it never gets as far as AWS.
const withoutCode: readonly (readonly [RegExp, string])[] = [
  [/is not authorized to perform: /, "AccessDenied"],
  [/The SSO session associated with this profile has expired/, "SSOTokenExpired"],
  [/Error loading SSO Token: |Error when retrieving token from sso: /, "SSOTokenExpired"],
  [/Unable to locate credentials/, "NoCredentials"],
  [/The config profile \(.+?\) could not be found/, "ProfileNotFound"],
  [/Service: (?:Amazon )?S3[;,] Status Code: 403/, "AccessDenied"],
  [/S3 error: 403|\b403 Forbidden\b|PermissionError: (?:Access Denied|Forbidden)/, "403"],
];

/** Finds the error code in one message; undefined when it is no refusal of AWS. */
export function errorCode(record: string): string | undefined {
  for (const pattern of framed) {
    const code = pattern.exec(record)?.[1];
    if (code !== undefined) return plainCode(code);
  }
  const code = bare.exec(record)?.[1] ?? inObject.exec(record)?.[1];
  if (code !== undefined) return plainCode(code);
  return withoutCode.find(([pattern]) => pattern.test(record))?.[1];
}

function plainCode(code: string): string {
  return /^(?:AccessDeniedException|Forbidden)$/.test(code) ? "AccessDenied" : code;
}
