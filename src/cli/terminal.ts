/** Where a command reads and writes; handed in, so that commands can be run in tests. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input, or undefined when a person sits at it. */
  readonly readInput: () => Promise<string | undefined>;
  /** Standard input, byte for byte as it arrives. */
  readonly bytesIn: () => AsyncIterable<Uint8Array>;
  /** Writes to standard output byte for byte; resolves when more may come. */
  readonly bytesOut: (bytes: Uint8Array) => Promise<void>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Calls for every key pressed, until what it returns is called; absent where no person sits at standard input. */
  readonly listenToKeys?: ((onKey: (key: string) => void) => () => void) | undefined;
  /** How many columns it has; undefined where output goes elsewhere and is not wrapped. */
  readonly columns?: number | undefined;
}
