import { ChunkedBody } from "./chunked-body.ts";
import type { HttpRequest } from "./http-message.ts";
import { MalformedAnswer } from "./malformed-answer.ts";
import { type Framing, type Head, readHead } from "./read-head.ts";

/** The longest head, and the most interim answers (`100 Continue`), that are read. */
const MOST_HEAD_BYTES = 64 * 1024;
const MOST_INTERIM = 16;
const HEAD_END = Buffer.from("\r\n\r\n");

/** Takes an answer as it is read. */
export interface ResponseSink {
  head(head: Head): void;
  /** Bytes that are only to be used before this returns. */
  data(piece: Buffer): void;
  end(): void;
}

/** Reads one answer out of the bytes of a connection, however they are cut. */
export class ResponseReader {
  readonly #method: HttpRequest["method"];
  readonly #sink: ResponseSink;
  #earlier: Buffer | undefined;
  #interim = 0;
  #head: Head | undefined;
  #left = 0;
  #chunked: ChunkedBody | undefined;
  #isDone = false;

  constructor(method: HttpRequest["method"], sink: ResponseSink) {
    this.#method = method;
    this.#sink = sink;
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether the connection may be used again once this answer is read. */
  get keepsAlive(): boolean {
    return this.#head?.keepsAlive === true;
  }

  /** Takes bytes in, and answers how many of them belong to this answer. */
  take(bytes: Buffer): number {
    if (this.#head !== undefined) return this.#takeBody(this.#head.framing, bytes);
    const known = this.#earlier?.length ?? 0;
    const text = this.#earlier === undefined ? bytes : Buffer.concat([this.#earlier, bytes]);
    for (let at = 0; ;) {
      const end = text.indexOf(HEAD_END, at);
      if (end < 0) return this.#keep(text, at, bytes.length);
      const head = readHead(text.toString("latin1", at, end), this.#method);
      at = end + HEAD_END.length;
      if (head.status < 200) {
        this.#passInterim(head);
        continue;
      }
      this.#begin(head);
      return at + this.#takeBody(head.framing, text.subarray(at)) - known;
    }
  }

  /** The other side will send no more; throws when that is not how this answer ends. */
  endOfStream(): void {
    if (this.#isDone) return;
    if (this.#head?.framing.kind !== "close") throw new BrokenOff();
    this.#end();
  }

  #keep(text: Buffer, at: number, taken: number): number {
    if (text.length - at > MOST_HEAD_BYTES) throw new MalformedAnswer("its head is too long");
    // What was read stands in a buffer that the next read overwrites.
    this.#earlier = Buffer.from(text.subarray(at));
    return taken;
  }

  #passInterim({ status }: Head): void {
    this.#interim++;
    if (status === 101 || this.#interim > MOST_INTERIM) {
      throw new MalformedAnswer(`it begins with ${this.#interim} interim answers, like ${status}`);
    }
  }

  #begin(head: Head): void {
    this.#head = head;
    this.#earlier = undefined;
    this.#sink.head(head);
    const { framing } = head;
    if (framing.kind === "chunked") {
      this.#chunked = new ChunkedBody((piece) => {
        this.#sink.data(piece);
      });
    }
    if (framing.kind !== "length") return;
    this.#left = framing.bytes;
    if (this.#left === 0) this.#end();
  }

  #takeBody(framing: Framing, bytes: Buffer): number {
    if (this.#isDone || bytes.length === 0) return 0;
    switch (framing.kind) {
      case "length": {
        const piece = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
        this.#left -= piece.length;
        this.#sink.data(piece);
        if (this.#left === 0) this.#end();
        return piece.length;
      }
      case "chunked": {
        const taken = this.#chunked?.take(bytes) ?? 0;
        if (this.#chunked?.isDone === true) this.#end();
        return taken;
      }
      case "close":
        this.#sink.data(bytes);
        return bytes.length;
    }
  }

  #end(): void {
    this.#isDone = true;
    this.#sink.end();
  }
}

/** The connection was closed where an answer, or the rest of one, was due. */
export class BrokenOff extends Error {
  override readonly name = "BrokenOff";
  readonly code = "ECONNRESET";

  constructor() {
    super("the connection was closed before the answer was whole");
  }
}
