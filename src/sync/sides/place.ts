import { join } from "node:path";
import { formatS3Uri } from "../../aws/index.ts";

/**
 * One end of a sync: a directory by its absolute path, or a bucket and the prefix under it. With
 * `only` it is that one file or object, and all of `prefix` is its key.
 */
export type Place =
  | { readonly kind: "local"; readonly path: string; readonly only?: true }
  | { readonly kind: "s3"; readonly bucket: string; readonly prefix: string; readonly only?: true };

/** One file or object by its full name. */
export type Spot =
  | { readonly kind: "local"; readonly path: string }
  | { readonly kind: "s3"; readonly bucket: string; readonly key: string };

/** The prefix that every key of a place starts with: as `aws s3 sync`, a non-empty one ends in `/`. */
export function keyPrefix(prefix: string): string {
  return prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
}

/** The key in its bucket of what a relative key names. */
export function fullKey(place: Extract<Place, { readonly kind: "s3" }>, key: string): string {
  return place.only === true ? place.prefix : keyPrefix(place.prefix) + key;
}

/** The file or object that a relative key names in a place. */
export function spotAt(place: Place, key: string): Spot {
  switch (place.kind) {
    case "local":
      if (place.only) return { kind: "local", path: place.path };
      // The AWS CLI ends a directory's path with a slash where it warns about it.
      return { kind: "local", path: join(place.path, key === "" ? "/" : key) };
    case "s3":
      return { kind: "s3", bucket: place.bucket, key: fullKey(place, key) };
  }
}

/** A file or object as a person writes it. */
export function formatSpot(spot: Spot): string {
  return spot.kind === "local" ? spot.path : formatS3Uri(spot.bucket, spot.key);
}

/** A place as a person writes it. */
export function formatPlace(place: Place): string {
  return place.kind === "local" ? place.path : formatS3Uri(place.bucket, place.prefix);
}
