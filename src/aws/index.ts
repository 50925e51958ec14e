export {
  type AccessPointArn,
  formatAccessPointArn,
  isAccessPointAlias,
  parseAccessPointArn,
} from "./access-point-arn.ts";
export {
  type ActionFacts,
  expandAction,
  findAction,
  isKnownService,
  nearestAction,
  resourceTypeArn,
} from "./actions.ts";
export { formatArn, isAccountId, parseArn, partitionOf } from "./arn.ts";
export type { AwsCall, ObjectScope, S3Operation, Side } from "./aws-call.ts";
export { AwsError, type AwsErrorDetail } from "./aws-error.ts";
export { parseByteRate, parseByteSize } from "./byte-size.ts";
export { combineCrcs, type CrcAlgorithm } from "./crc/combine-crcs.ts";
export { createCrc32c } from "./crc/crc32c.ts";
export { createCrc64Nvme } from "./crc/crc64-nvme.ts";
export type { RunningCrc } from "./crc/running-crc.ts";
export type { Credentials } from "./credentials.ts";
export { queryErrorXml, s3ErrorXml } from "./error-xml.ts";
export { nearestWord } from "./nearest-word.ts";
export type { Problem } from "./problem.ts";
export { profileLabel } from "./profile-label.ts";
export {
  decodeUrlEncodedKey,
  encodeKeyPath,
  percentDecode,
  percentEncode,
  urlEncodeKey,
} from "./percent-encoding.ts";
export { readS3Error } from "./read-s3-error.ts";
export { s3Arn } from "./s3-arn.ts";
export { formatS3Uri, parseS3Uri } from "./s3-uri.ts";
export { said, sentenceSaid } from "./said.ts";
export { joinSentences, type Language, sameInBoth, type Sentence } from "./sentence.ts";
export { missingField } from "./post-form/form-authorization.ts";
export { verifyPostForm } from "./post-form/verify-post-form.ts";
export { readAuthorizationV2 } from "./sigv2/read-authorization-v2.ts";
export { verifySignatureV2 } from "./sigv2/verify-signature-v2.ts";
export { type ChunkDecoder, createChunkDecoder } from "./sigv4/chunk-decoder.ts";
export type { ChunkSeed } from "./sigv4/chunk-signatures.ts";
export { createSigner, type Signer, signRequest } from "./sigv4/create-signer.ts";
export type { PayloadDeclaration, StreamingPayload } from "./sigv4/payload-declaration.ts";
export { presignUrl } from "./sigv4/presign-url.ts";
export type { ReadAuthorization } from "./sigv4/authorization.ts";
export { readAuthorization } from "./sigv4/read-authorization.ts";
export { HMAC_BLOCK, writeHmacBlocks } from "./sigv4/hmac-blocks.ts";
export { contentSha256Mismatch, type Refusal } from "./sigv4/refusal.ts";
export {
  type Digest,
  EMPTY_SHA256,
  type RunningSha256,
  UNSIGNED_PAYLOAD,
  type WireRequest,
} from "./sigv4/types.ts";
export type { KnownKey } from "./sigv4/verify-options.ts";
export { type CredentialScope, deriveSigningKey } from "./sigv4/scope.ts";
export { type Verification, type VerifiedRequest, verifyRequest } from "./sigv4/verify-request.ts";
export { STORAGE_CLASSES } from "./storage-classes.ts";
export { ToldError, toldIn } from "./told-error.ts";
export { UsageError } from "./usage-error.ts";
export { compareUtf8 } from "./utf8-order.ts";
export { decodeXmlText, escapeXml } from "./xml-text.ts";
