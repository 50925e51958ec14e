import { dirname, relative, sep } from "node:path";
import { hasOtherCase } from "./has-other-case.ts";
import { type Place, spotAt } from "../sides/place.ts";
import type { Sides } from "../sides/sides.ts";
import { SkippedFile } from "../report/warning.ts";
import type { Workbench } from "../run/workbench.ts";

/** Two keys differ only by case, and the run is to stop at that; the AWS CLI's words. */
export class CaseConflict extends Error {
  override readonly name = "CaseConflict";

  constructor(key: string, path: string) {
    super(
      `Failed to download ${key} -> ${path} because a file whose name differs only by case either exists or is being downloaded.`,
    );
  }
}

/**
 * The same sides, which look at names before they download: one that differs from another only by case
 * may be the same file, and the second download would replace the first.
 */
export function guardCase(sides: Sides, destination: Place, bench: Workbench): Sides {
  const { caseConflict } = bench.options;
  if (caseConflict === "ignore" || sides.direction !== "download") return sides;
  const isDirectory = destination.kind === "local" && destination.only !== true;
  /** By names under way, whether the directory had another of each. */
  const underway = new Map<string, Promise<boolean>>();
  return {
    ...sides,
    transfer: async (change, reporter) => {
      const { key } = change;
      const to = spotAt(destination, key);
      const folded = key.toLowerCase();
      const path = to.kind === "local" ? to.path : key;
      // Taken before anything is waited for: of two that begin together one is the second, and writes after the look.
      const before = underway.get(folded);
      const isFirst = before === undefined;
      const root = isDirectory ? destination.path : dirname(path);
      const look = before ?? hasOtherCase(root, relative(root, path).split(sep));
      underway.set(folded, look);
      try {
        if ((await look) || !isFirst) {
          if (caseConflict === "error") throw new CaseConflict(key, path);
          if (caseConflict === "skip") throw new SkippedFile("case-conflict");
          await reporter.warn("case-conflict-written");
        }
        await sides.transfer(change, reporter);
      } finally {
        if (isFirst) underway.delete(folded);
      }
    },
  };
}
