/** What `--help` prints around the texts of commands and options, which stand where those are. */
export interface HelpWords {
  /** What the program is, after its name. */
  readonly tagline: string;
  readonly usage: string;
  /** What a command line may have beside its operands. */
  readonly anyOptions: string;
  /** A heading. */
  readonly options: string;
  /** A heading. */
  readonly examples: string;
  readonly more: string;
}
