import type { Deletion } from "../compare/change.ts";

/** Takes away one after the other, and answers by key what was thrown. */
export async function refusalsOf(
  batch: readonly Deletion[],
  remove: (deletion: Deletion) => Promise<void>,
): Promise<ReadonlyMap<string, unknown>> {
  const refused = new Map<string, unknown>();
  for (const deletion of batch) {
    await remove(deletion).catch((error: unknown) => refused.set(deletion.key, error));
  }
  return refused;
}
