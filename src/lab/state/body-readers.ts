import type { Segment } from "./stored-body.ts";

/** Who reads which file, so that none is removed under a reader. */
export interface BodyReaders {
  hold(segments: readonly Segment[]): void;
  release(segments: readonly Segment[]): Promise<void>;
  /** Removes a file now, or when its last reader is done. */
  remove(id: string): Promise<void>;
}

/** Nobody reads anything yet. */
export function createBodyReaders(removeFile: (id: string) => Promise<void>): BodyReaders {
  const counts = new Map<string, number>();
  const doomed = new Set<string>();
  return {
    hold(segments) {
      for (const { id, isFile } of segments) if (isFile) counts.set(id, (counts.get(id) ?? 0) + 1);
    },
    async release(segments) {
      for (const { id, isFile } of segments) {
        if (!isFile) continue;
        const left = (counts.get(id) ?? 1) - 1;
        if (left > 0) {
          counts.set(id, left);
          continue;
        }
        counts.delete(id);
        if (doomed.delete(id)) await removeFile(id);
      }
    },
    async remove(id) {
      if (counts.has(id)) doomed.add(id);
      else await removeFile(id);
    },
  };
}
