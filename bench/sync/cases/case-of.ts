import type { Kind } from "../scenario.ts";
import type { BenchCase } from "./bench-case.ts";
import { copyCase } from "./copy.ts";
import { downloadCase } from "./download.ts";
import { noOpCase } from "./no-op.ts";
import { uploadCase } from "./upload.ts";

/** The case of a kind of sync. */
export function caseOf(kind: Kind): BenchCase {
  switch (kind) {
    case "copy":
      return copyCase;
    case "down":
      return downloadCase;
    case "up":
      return uploadCase;
    case "noop":
      return noOpCase;
  }
}
