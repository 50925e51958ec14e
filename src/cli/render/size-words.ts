import { readableSize } from "../../app/index.ts";

/** A size that people have chosen: `8 MiB`, not `8.0 MiB`. */
export function sizeWords(bytes: number): string {
  return readableSize(bytes).replace(".0 ", " ");
}
