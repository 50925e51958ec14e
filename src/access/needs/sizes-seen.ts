/** What was seen of the sizes of what a run would transfer. */
export interface SizesSeen {
  /** From how many bytes on a transfer goes in parts. */
  readonly threshold: number;
  readonly looked: number;
  /** How many of those looked at go in parts for certain. */
  readonly large: number;
  /** Whether nothing goes in parts beside them. */
  readonly isWhole: boolean;
}
