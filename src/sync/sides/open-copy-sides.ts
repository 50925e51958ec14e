import { lstat, stat } from "node:fs/promises";
import { errnoOf } from "../errno.ts";
import { type Backup, backupSides } from "./backup-sides.ts";
import { guardCase } from "../compare/guard-case.ts";
import { emptyListing } from "../listing/local-listing.ts";
import { moveSides } from "./move-sides.ts";
import { openOne } from "./open-one.ts";
import { type Ends, openSides } from "./open-sides.ts";
import { spotAt } from "./place.ts";
import { replacedEntry } from "./replaced-entry.ts";
import type { Sides } from "./sides.ts";
import { SkippedFile } from "../report/warning.ts";
import type { Workbench } from "../run/workbench.ts";

/** What to copy or move, all that is under a place or one entry alone. */
export interface CopyEnds extends Ends {
  /** Whether the source goes once its copy is whole. */
  readonly moves: boolean;
  /** Keeps what is replaced. */
  readonly backup?: Backup;
}

/** Opens both ends without a look at what the destination has. */
export async function openCopySides(ends: CopyEnds, bench: Workbench): Promise<Sides> {
  const opened = await (ends.source.only === true ? openOne : openSides)(ends, bench);
  const both = guardCase(opened, ends.destination, bench);
  const moving = ends.moves ? moveSides({ ends, sides: both }, bench) : both;
  const sides = keepingSides(ends, moving, bench);
  return {
    ...sides,
    seesDestination: false,
    destination: emptyListing(),
    transfer: async (change, reporter) => {
      const to = spotAt(ends.destination, change.key);
      // What is there need not be read first to find that out.
      if (bench.options.noOverwrite && to.kind === "local" && (await isThere(to.path))) {
        throw new SkippedFile("written-meanwhile");
      }
      // Who names it alone wants to write into it; of many objects none is to replace it, nor to wait for a reader.
      if (to.kind === "local" && ends.destination.only !== true && (await isNode(to.path))) {
        throw new SkippedFile("special");
      }
      await sides.transfer(change, reporter);
    },
  };
}

/** The same sides, which look before each transfer at what it replaces, and keep that. */
function keepingSides({ backup, ...ends }: CopyEnds, sides: Sides, bench: Workbench): Sides {
  if (backup === undefined || bench.options.noOverwrite) return sides;
  const keeping = backupSides(sides, { ...ends, backup }, bench);
  return {
    ...keeping,
    transfer: async (change, reporter) => {
      const destination = await replacedEntry(ends, change.key, bench);
      await keeping.transfer({ ...change, ...(destination && { destination }) }, reporter);
    },
  };
}

/** Whether a FIFO, a device or a socket is there, or what leads to one. */
async function isNode(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "ENOENT" || errnoOf(error) === "ENOTDIR") return false;
    throw error;
  }
}
