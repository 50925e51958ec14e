import type { Transfer, TransferReason } from "../compare/change.ts";
import { Spool } from "../plan/spool.ts";
import type { ManifestWriter } from "./write-manifest.ts";

/** Of a transfer what is told of it once it is made: a hundred bytes on disk, not a thousand. */
type Kept = readonly [key: string, size: number, reason: TransferReason];

/** The objects of one job, in the order of its manifest, in constant memory. */
export class BatchShard {
  readonly manifest: ManifestWriter;
  readonly #kept: Spool<Kept> = new Spool();
  #bytes = 0;

  constructor(manifest: ManifestWriter) {
    this.manifest = manifest;
  }

  get objects(): number {
    return this.#kept.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a transfer along, under the full key that its source has. */
  async add({ key, source, reason }: Transfer, sourceKey: string): Promise<void> {
    this.#bytes += source.size;
    await this.manifest.add(sourceKey);
    await this.#kept.add([key, source.size, reason]);
  }

  async *transfers(): AsyncGenerator<Transfer, void, undefined> {
    for await (const [key, size, reason] of this.#kept.drain()) {
      yield { kind: "copy", key, source: { key, size, modifiedMs: 0 }, reason };
    }
  }

  /** Removes what is on disk. */
  dispose(): Promise<void> {
    return this.#kept.dispose();
  }
}
