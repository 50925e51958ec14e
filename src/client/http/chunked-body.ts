import { MalformedAnswer } from "./malformed-answer.ts";

/** The longest line of a chunk size with its extensions, or of a trailer. */
const LONGEST_LINE = 8 * 1024;
/** All trailers together. */
const MOST_TRAILER_BYTES = 64 * 1024;

/** Takes a chunked body apart (RFC 9112, section 7.1); trailers are read over. */
export class ChunkedBody {
  readonly #data: (piece: Buffer) => void;
  #state: "size" | "data" | "dataEnd" | "trailer" | "done" = "size";
  #left = 0;
  #line = "";
  #trailerBytes = 0;

  constructor(data: (piece: Buffer) => void) {
    this.#data = data;
  }

  get isDone(): boolean {
    return this.#state === "done";
  }

  /** Takes bytes in, and answers how many of them belong to the body. */
  take(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.#state !== "done") {
      at = this.#state === "data" ? this.#takeData(bytes, at) : this.#takeLine(bytes, at);
    }
    return at;
  }

  #takeData(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    this.#data(bytes.subarray(at, end));
    this.#left -= end - at;
    if (this.#left === 0) this.#state = "dataEnd";
    return end;
  }

  #takeLine(bytes: Buffer, at: number): number {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline < 0 ? bytes.length : newline + 1;
    this.#line += bytes.toString("latin1", at, end);
    if (this.#line.length > LONGEST_LINE)
      throw new MalformedAnswer("a line of a chunk is too long");
    if (newline >= 0) {
      const line = this.#line;
      this.#line = "";
      if (!line.endsWith("\r\n")) throw new MalformedAnswer("a line of a chunk ends without CR");
      this.#endLine(line.slice(0, -2));
    }
    return end;
  }

  #endLine(line: string): void {
    switch (this.#state) {
      case "size": {
        const [, digits] = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/.exec(line) ?? [];
        if (digits === undefined) throw new MalformedAnswer("a chunk has no size");
        this.#left = Number.parseInt(digits, 16);
        this.#state = this.#left === 0 ? "trailer" : "data";
        return;
      }
      case "dataEnd":
        if (line !== "") throw new MalformedAnswer("a chunk is longer than its size");
        this.#state = "size";
        return;
      case "trailer":
        this.#trailerBytes += line.length;
        if (this.#trailerBytes > MOST_TRAILER_BYTES) {
          throw new MalformedAnswer("its trailers are too long");
        }
        if (line === "") this.#state = "done";
        return;
      case "data":
      case "done":
    }
  }
}
