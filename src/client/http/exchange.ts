import type { Dispatcher } from "undici";
import { BodyQueue } from "./body-queue.ts";
import type { HttpHeaders, HttpRequest, HttpResponse, StreamedResponse } from "./http-message.ts";
import { WireError } from "./wire-error.ts";

/** A list page of 1,000 keys of 1,024 percent-encoded bytes each stays under it. */
const MAX_COLLECTED_BYTES = 16 * 1024 * 1024;

/** Sends one request and reads its answer to the end. */
export function exchange(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    start(dispatcher, request, new Exchange({ request, resolve, reject }));
  });
}

/** Sends one request; a 2xx answer's body is handed over as it arrives, any other is read whole. */
export function openExchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
): Promise<HttpResponse | StreamedResponse> {
  return new Promise((resolve, reject) => {
    start(dispatcher, request, new Exchange({ request, resolve, reject, stream: resolve }));
  });
}

function start(dispatcher: Dispatcher, request: HttpRequest, handler: Exchange): void {
  if (!handler.listen()) return;
  dispatcher.dispatch(
    {
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: request.body,
      headersTimeout: request.timeoutMs,
      bodyTimeout: request.timeoutMs,
    },
    handler,
  );
}

interface Outcome {
  readonly request: HttpRequest;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: Error) => void;
  readonly stream?: (response: StreamedResponse) => void;
}

/** undici's low-level handler: half the cost per request of `undici.request`. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #outcome: Outcome;
  readonly #onAbort: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpHeaders = {};
  #collected: Buffer[] = [];
  #collectedBytes = 0;
  #queue: BodyQueue | undefined;

  constructor(outcome: Outcome) {
    this.#outcome = outcome;
    this.#onAbort = () => {
      this.#abort(abortReason(outcome.request.signal));
    };
  }

  /** Follows the request's signal; false when it has been given already. */
  listen(): boolean {
    const signal = this.#outcome.request.signal;
    if (signal?.aborted === true) {
      this.#outcome.reject(abortReason(signal));
      return false;
    }
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    return true;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    const signal = this.#outcome.request.signal;
    if (signal?.aborted === true) controller.abort(abortReason(signal));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: HttpHeaders,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    const stream = this.#outcome.stream;
    if (stream === undefined || status >= 300) return;
    this.#queue = new BodyQueue(controller);
    stream({ status, headers, bytes: this.#queue });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#queue !== undefined) {
      this.#queue.push(chunk);
      return;
    }
    this.#collectedBytes += chunk.length;
    if (this.#collectedBytes > MAX_COLLECTED_BYTES) {
      const limit = `an answer of more than ${MAX_COLLECTED_BYTES} bytes is not read`;
      controller.abort(new WireError("UnreadableAnswer", limit));
      return;
    }
    this.#collected.push(chunk);
  }

  onResponseEnd(): void {
    this.#unlisten();
    if (this.#queue !== undefined) {
      this.#queue.finish();
      return;
    }
    const [first, second] = this.#collected;
    const body =
      first !== undefined && second === undefined ? first : Buffer.concat(this.#collected);
    this.#outcome.resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #abort(reason: Error): void {
    // A request still in undici's queue has no controller: it is aborted when its turn comes.
    this.#controller?.abort(reason);
    this.#fail(reason);
  }

  #fail(error: Error): void {
    this.#unlisten();
    this.#queue?.finish(error);
    this.#outcome.reject(error);
  }

  #unlisten(): void {
    this.#outcome.request.signal?.removeEventListener("abort", this.#onAbort);
  }
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException("the run was stopped", "AbortError");
}
