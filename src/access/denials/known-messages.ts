// Amazon S3 API Reference, Error responses; AWS STS and IAM, common errors. Some SDKs show the message and
// the status alone, and the status of many of these is that of a denial.
const messages: readonly (readonly [RegExp, string])[] = [
  [/difference between the request time and the current time is too large/, "RequestTimeTooSkewed"],
  [/Access Key Id you provided does not exist in our records/, "InvalidAccessKeyId"],
  [/request signature we calculated does not match/, "SignatureDoesNotMatch"],
  [/(?:provided|security) token (?:included in the request )?(?:has|is) expired/, "ExpiredToken"],
  [/provided token is malformed or otherwise invalid/, "InvalidToken"],
  [/security token included in the request is invalid/, "InvalidClientTokenId"],
  [/operation is not valid for the object's storage class/, "InvalidObjectState"],
  [/All access to this object has been disabled/, "AllAccessDisabled"],
  [/specified bucket does not exist/, "NoSuchBucket"],
  [/specified key does not exist/, "NoSuchKey"],
  [/must be addressed using the specified endpoint/, "PermanentRedirect"],
  [/authorization header is malformed/, "AuthorizationHeaderMalformed"],
  [/bucket does not allow ACLs/, "AccessControlListNotSupported"],
  [/reduce your request rate/, "SlowDown"],
  [/specified method is not allowed against this resource/, "MethodNotAllowed"],
  [/S3 error: Access Denied/, "AccessDenied"],
  // Consoles.
  [/API (?:response|レスポンス) ?[:：]? ?Access Denied/, "AccessDenied"],
  // CloudFormation, with an operation for an action.
  [/\bAPI: s3:\w+ Access Denied/, "AccessDenied"],
  [/ is not authorized to perform: |Not authorized to perform sts:/, "AccessDenied"],
  [/You are not authorized to perform this operation/, "UnauthorizedOperation"],
  [/The SSO session associated with this profile has expired/, "SSOTokenExpired"],
  [/Error loading SSO Token: |Error when retrieving token from sso: /, "SSOTokenExpired"],
  [/Unable to locate credentials/, "NoCredentials"],
  [/The config profile \(.+?\) could not be found/, "ProfileNotFound"],
];

/** The code of a message that AWS or the AWS CLI gives in words of its own. */
export function codeOfMessage(text: string): string | undefined {
  return messages.find(([pattern]) => pattern.test(text))?.[1];
}
