/** How far a worker is in the range that it has in hand. */
export interface RangeProgress {
  readonly objects: number;
  readonly bytes: number;
  readonly totalObjects: number;
  readonly totalBytes: number;
}

export const NO_PROGRESS: RangeProgress = {
  objects: 0,
  bytes: 0,
  totalObjects: 0,
  totalBytes: 0,
};
