export type {
  BucketStore,
  ByteRange,
  Cancellable,
  CopySource,
  Entry,
  GetOptions,
  Listing,
  ListOptions,
  MultipartUpload,
  ObjectBody,
  UploadedPart,
  WriteOptions,
} from "./ports.ts";
