import { BodyQueue, type Flow } from "./body-queue.ts";
import type { HttpHeaders, HttpRequest, HttpResponse, StreamedResponse } from "./http-message.ts";
import type { Head } from "./read-head.ts";
import type { ResponseSink } from "./response-reader.ts";
import { WireError } from "./wire-error.ts";

/** A list page of 1,000 keys of 1,024 percent-encoded bytes each stays under it. */
const MAX_COLLECTED_BYTES = 16 * 1024 * 1024;

/** Whoever waits for an answer; with `stream`, a 2xx answer's body is handed over as it arrives. */
export interface Outcome {
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: Error) => void;
  readonly stream?: (response: StreamedResponse) => void;
}

/** What an exchange says of the service: `none` when it failed, or was stopped. */
export type Verdict = "accepted" | "throttled" | "broken" | "none";

/** One request and its answer: read whole, or handed over as it arrives. */
export class Exchange implements ResponseSink {
  readonly request: HttpRequest;
  readonly #outcome: Outcome;
  #flow: Flow | undefined;
  #head: Head | undefined;
  #body: Buffer | undefined;
  #filled = 0;
  #queue: BodyQueue | undefined;
  #isOver = false;
  #verdict: Verdict = "none";

  constructor(request: HttpRequest, outcome: Outcome) {
    this.request = request;
    this.#outcome = outcome;
  }

  /** Whether its answer has been read, or has failed. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  /** Gives it the connection that it goes over. */
  attach(flow: Flow): void {
    this.#flow = flow;
  }

  head(head: Head): void {
    const { status, framing } = head;
    this.#head = head;
    this.#verdict = verdictOf(status);
    const length = framing.kind === "length" ? framing.bytes : undefined;
    const { stream } = this.#outcome;
    const { wholeUpTo = -1 } = this.request;
    const isHandedOver = status < 300 && (length === undefined || length > wholeUpTo);
    if (stream !== undefined && isHandedOver && this.#flow !== undefined) {
      this.#queue = new BodyQueue(this.#flow, length, this.request.blocks);
      stream({ status, headers: head.headers, bytes: this.#queue });
    } else if (length !== undefined) {
      requireCollectable(length);
      this.#body = Buffer.allocUnsafe(length);
    }
  }

  data(piece: Buffer): void {
    if (this.#queue !== undefined) {
      this.#queue.push(piece);
      return;
    }
    const filled = this.#filled + piece.length;
    if (this.#body === undefined || filled > this.#body.length) {
      requireCollectable(filled);
      const larger = Buffer.allocUnsafe(Math.min(2 * filled, MAX_COLLECTED_BYTES));
      this.#body?.copy(larger, 0, 0, this.#filled);
      this.#body = larger;
    }
    piece.copy(this.#body, this.#filled);
    this.#filled = filled;
  }

  /** Where the next bytes of its body are best read to. */
  room(): Buffer | undefined {
    return this.#queue?.room();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#queue !== undefined) {
      this.#queue.finish();
      return;
    }
    if (this.#head === undefined) throw new Error("an answer ended before its head");
    const body = this.#body?.subarray(0, this.#filled) ?? Buffer.alloc(0);
    this.#outcome.resolve(new WholeResponse(this.#head, body));
  }

  /** Ends it because its connection broke. */
  fail(error: Error): void {
    if (this.#isOver) return;
    this.#verdict = "broken";
    this.#endWith(error);
  }

  /** Ends it because nobody waits for it any more. */
  abort(reason: Error): void {
    if (this.#isOver) return;
    this.#verdict = "none";
    this.#endWith(reason);
    this.#flow?.abort(reason);
  }

  #endWith(error: Error): void {
    this.#isOver = true;
    this.#queue?.finish(error);
    this.#outcome.reject(error);
  }
}

class WholeResponse implements HttpResponse {
  readonly #head: Head;
  readonly body: Buffer;

  constructor(head: Head, body: Buffer) {
    this.#head = head;
    this.body = body;
  }

  get status(): number {
    return this.#head.status;
  }

  get headers(): HttpHeaders {
    return this.#head.headers;
  }
}

function verdictOf(status: number): Verdict {
  if (status === 503 || status === 429) return "throttled";
  return status < 500 ? "accepted" : "none";
}

function requireCollectable(bytes: number): void {
  if (bytes <= MAX_COLLECTED_BYTES) return;
  throw new WireError(
    "UnreadableAnswer",
    `an answer of more than ${MAX_COLLECTED_BYTES} bytes is not read`,
  );
}
