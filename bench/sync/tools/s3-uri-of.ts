import type { Place } from "../transfer.ts";

/** A place as most tools write it: `s3://bucket`, or a path. */
export function s3UriOf(place: Place): string {
  switch (place.kind) {
    case "bucket":
      return `s3://${place.bucket}`;
    case "directory":
      return place.path;
  }
}
