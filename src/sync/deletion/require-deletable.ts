import { checkDeletions } from "./check-deletions.ts";
import { checkSource, type Deleting } from "./check-source.ts";

/** Throws when so much is to be deleted, or so little is left of the source, that a mistake is likelier than the wish. */
export async function requireDeletable(deleting: Deleting): Promise<void> {
  checkDeletions(deleting);
  await checkSource(deleting);
}
