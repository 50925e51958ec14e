/** The four settings of Block Public Access, as one place has them. */
export interface PublicAccessFlags {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** Where Block Public Access can be set; what one of them sets holds. */
export type PublicAccessPlace = "organization" | "account" | "bucket" | "accessPoint";

/** Block Public Access wherever it is set; a place that is absent sets nothing. */
export type PublicAccessBlock = Readonly<
  Partial<Record<PublicAccessPlace, PublicAccessFlags | "unreadable">>
>;
