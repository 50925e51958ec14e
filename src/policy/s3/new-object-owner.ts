import type { Acl, CannedAcl, ObjectOwnership } from "./acl.ts";

/** What a write says about the object that it makes. */
interface NewObject {
  readonly setting: ObjectOwnership;
  readonly bucketOwner: string;
  /** The account that writes, or `anonymous`. */
  readonly writer: string;
  readonly acl?: CannedAcl | Acl | undefined;
}

/** The account that owns a new object (S3 User Guide, Controlling ownership of objects). */
export function newObjectOwner({ setting, bucketOwner, writer, acl }: NewObject): string {
  switch (setting) {
    case "BucketOwnerEnforced":
      return bucketOwner;
    case "BucketOwnerPreferred":
      return acl === "bucket-owner-full-control" ? bucketOwner : writer;
    case "ObjectWriter":
      return writer;
  }
}
