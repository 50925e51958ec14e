/** A running sum over pieces of a body. */
export interface RunningSum {
  update(data: Uint8Array): unknown;
  /** The sum's bytes, most significant first. */
  digest(): Uint8Array;
}
