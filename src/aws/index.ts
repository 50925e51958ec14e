export {
  type ActionFacts,
  expandAction,
  findAction,
  isKnownService,
  nearestAction,
  resourceTypeArn,
} from "./actions.ts";
export { type Arn, formatArn, isAccountId, parseArn, partitionOf, s3Arn } from "./arn.ts";
export type { AwsCall, KeyScope, ObjectScope, S3Operation, Side } from "./aws-call.ts";
export { AwsError, type AwsErrorDetail } from "./aws-error.ts";
export type { Credentials } from "./credentials.ts";
export {
  queryErrorXml,
  type QueryErrorFields,
  s3ErrorXml,
  type S3ErrorFields,
} from "./error-xml.ts";
export { nearestWord } from "./nearest-word.ts";
export type { Parsed, Problem } from "./parsed.ts";
export {
  decodeUrlEncodedKey,
  encodeKeyPath,
  percentDecode,
  percentEncode,
  urlEncodeKey,
} from "./percent-encoding.ts";
export { readS3Error, type ReadS3Error } from "./read-s3-error.ts";
export { formatS3Uri, parseS3Uri, type S3Location } from "./s3-uri.ts";
export type { Authorization, ReadAuthorization } from "./sigv4/authorization.ts";
export {
  type ChunkDecoder,
  type ChunkDecoderOptions,
  createChunkDecoder,
  type DecodedPiece,
} from "./sigv4/chunk-decoder.ts";
export type { ChunkSeed } from "./sigv4/chunk-signatures.ts";
export {
  createSigner,
  type Signer,
  type SigningIdentity,
  type SigningInput,
  signRequest,
} from "./sigv4/create-signer.ts";
export type { PayloadDeclaration, StreamingPayload } from "./sigv4/payload-declaration.ts";
export { type PresignOptions, presignUrl } from "./sigv4/presign-url.ts";
export { readAuthorization } from "./sigv4/read-authorization.ts";
export type { ReadTrailers } from "./sigv4/read-trailers.ts";
export { contentSha256Mismatch, type Refusal } from "./sigv4/refusal.ts";
export type { CredentialScope } from "./sigv4/scope.ts";
export {
  type Digest,
  EMPTY_SHA256,
  type RunningSha256,
  UNSIGNED_PAYLOAD,
  type WireRequest,
} from "./sigv4/types.ts";
export type { KnownKey, VerifyOptions } from "./sigv4/verify-options.ts";
export { type Verification, type VerifiedRequest, verifyRequest } from "./sigv4/verify-request.ts";
export { UsageError } from "./usage-error.ts";
export { compareUtf8 } from "./utf8-order.ts";
export { decodeXmlText, escapeXml } from "./xml-text.ts";
