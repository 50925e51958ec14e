/** Writes what is said in one turn of the event loop at one go: a line a file would be a system call a file. */
export class GatheredOutput {
  readonly #write: (text: string) => void;
  #gathered = "";

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  say(text: string): void {
    if (this.#gathered === "") setImmediate(this.flush);
    this.#gathered += text;
  }

  /** Writes what has been said so far, at once. */
  readonly flush = (): void => {
    const text = this.#gathered;
    this.#gathered = "";
    if (text !== "") this.#write(text);
  };
}
