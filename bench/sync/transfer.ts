/** One side of a sync. */
export type Place =
  | { readonly kind: "bucket"; readonly bucket: string }
  | { readonly kind: "directory"; readonly path: string };

/** What every tool is told to do. */
export interface Transfer {
  readonly source: Place;
  readonly destination: Place;
}
