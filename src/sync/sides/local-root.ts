import { opendir, stat, unlink } from "node:fs/promises";
import { type Sentence, UsageError } from "../../aws/index.ts";
import { errnoOf, systemReason } from "../errno.ts";

/** What stands at the path of a local side. */
export async function kindOfRoot(path: string): Promise<"directory" | "other" | "absent"> {
  try {
    return (await stat(path)).isDirectory() ? "directory" : "other";
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return "absent";
    throw error;
  }
}

/** Whether a directory is there and holds anything. */
export async function hasContent(path: string): Promise<boolean> {
  try {
    const directory = await opendir(path);
    const first = await directory.read();
    await directory.close();
    return first !== null;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Deletes a file or a link; one that is gone already is as good as deleted. */
export async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
}

/** Rethrows what the system says of a side's root as the user's to mend. */
export function refuseRoot(tried: Sentence): (error: unknown) => never {
  return (error) => {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw new UsageError({
      en: `${tried.en}: ${reason.en}`,
      ja: `${tried.ja}: ${reason.ja}`,
    });
  };
}
