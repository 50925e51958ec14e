/** A sum over bytes as they pass. */
export interface RunningSum {
  update(bytes: Uint8Array): void;
  base64(): string;
}
