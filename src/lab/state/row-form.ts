/** How anything that the store takes is turned into bytes, and back. */
export interface Packer {
  pack(value: unknown): Uint8Array;
  /** Reads what lies from `start` to the end. */
  unpack(bytes: Buffer, start: number): unknown;
}

/** Bytes of a form of its own for most rows of a table, which are read and written much faster than any. */
export interface RowForm<Value> {
  readonly write: (row: Value, packer: Packer) => Uint8Array;
  /** `bytes` are overwritten by the next read: nothing may be kept of them. */
  readonly read: (bytes: Buffer, packer: Packer) => Value;
}
