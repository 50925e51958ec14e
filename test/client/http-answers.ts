import type { Socket } from "node:net";
import { loadCorpus } from "../support/corpus.ts";

/** An answer as it comes over the wire, and what the server does after it. */
export interface Given {
  readonly method: "GET" | "HEAD";
  readonly answer: string;
  readonly then: "open" | "close" | "reset";
}

/** What is made of it. */
export interface Want {
  readonly status?: number;
  readonly body?: string;
  readonly error?: string;
  /** Whether the next request goes over the same connection. */
  readonly reused: boolean;
}

export const httpAnswers: ReturnType<typeof loadCorpus<Given, Want>> = loadCorpus<Given, Want>(
  "http-answers",
);

/** Does with the connection what the row says comes after the answer. */
export function end(socket: Socket, how: Given["then"]): void {
  switch (how) {
    case "open":
      return;
    case "close":
      socket.end();
      return;
    case "reset":
      setTimeout(() => socket.resetAndDestroy(), 20);
  }
}
