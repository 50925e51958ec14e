import { codeOfMessage } from "./known-messages.ts";

// Where the tools put the code. Each holds its code in group 1.
const framed: readonly RegExp[] = [
  // AWS CLI, boto3; before 2015 `A client error`.
  /(?:An error occurred|[Aa] client error) \((\w[\w.]*)\)/,
  // AWS SDK for Go v2, so Terraform, rclone 1.66+ and others.
  /api error (\w[\w.]*):/,
  // AWS SDK for Java v1; `403 Forbidden` of a HEAD.
  /Error Code: (\w[\w.]*?)(?: [A-Z]\w+)*[;)]/,
  // AWS SDK for .NET, of a HEAD.
  /Error Code (\w+) and Http Status Code/,
  // The XML of S3 itself, also as PHP and old rclone show it.
  /<Code>(\w[\w.]*)<\/Code>/,
  // s3cmd.
  /\b\d{3} \((\w+)\)(?::|$)/,
  // The page that a browser shows of a website's bucket.
  /\bCode: (\w+)\s+Message: /,
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
  "UnauthorizedOperation",
  "UnauthorizedSSOTokenError",
].join("|");
// Go SDK v1, rclone, s5cmd, Terraform 3, JavaScript stack traces: `AccessDenied: Access Denied`.
const bare = new RegExp(`(?:^|[^\\w.])(${known})[:\\]]`);
// AWS SDK for JavaScript: other libraries have codes in the same place.
const inObject = new RegExp(`\\b(?:Code|code|name|errorCode|errorType)"?: ?['"](${known})['"]`);

// A HEAD is answered without a body, so what stands there is the status alone.
const statusAlone: readonly (readonly [RegExp, string])[] = [
  // AWS SDK for Java v2, whose message is what stands before the bracket.
  [/S3Exception: (?:null )?\(Service: (?:Amazon )?S3[;,] Status Code: 403/, "403"],
  // AWS SDK for Go v1 and for JavaScript v2.
  [/\bForbidden: (?:Forbidden\s+status code: 403|null\b)/, "403"],
  [/Service: (?:Amazon )?S3[;,] Status Code: 403/, "AccessDenied"],
  [/S3 error: 403|\b403\)? Forbidden\b|PermissionError: (?:Access Denied|Forbidden)/, "403"],
];

/** Finds the error code in one message; undefined when it is no refusal of AWS. */
export function errorCode(record: string): string | undefined {
  for (const pattern of framed) {
    const code = pattern.exec(record)?.[1];
    if (code !== undefined) return plainCode(code);
  }
  const code = bare.exec(record)?.[1] ?? inObject.exec(record)?.[1];
  if (code !== undefined) return plainCode(code);
  return codeOfMessage(record) ?? statusAlone.find(([pattern]) => pattern.test(record))?.[1];
}

// What the SDKs make of the status of a HEAD.
const statuses: Readonly<Record<string, string>> = {
  Forbidden: "403",
  NotFound: "404",
  MovedPermanently: "301",
};

/** One code for what AWS and the SDKs give several names. */
export function plainCode(code: string): string {
  return code === "AccessDeniedException" ? "AccessDenied" : (statuses[code] ?? code);
}
