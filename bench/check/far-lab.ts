import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { type Lab, startLab } from "../../src/lab/index.ts";
import type { World } from "../../src/policy/index.ts";

/** A lab in this process, with something between it and its clients. */
export interface FarLab {
  readonly lab: Lab;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a lab whose answers to each call wait for somebody. */
export async function startFarLab(world: World, turn: () => Promise<void>): Promise<FarLab> {
  const lab = await startLab({ world });
  const server = createServer((incoming, outgoing) => {
    void forward(lab, turn, { incoming, outgoing });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of that kind.
  const { port } = server.address() as AddressInfo;
  return {
    lab,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await lab.close();
    },
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

async function forward(
  { port }: Lab,
  turn: () => Promise<void>,
  { incoming, outgoing }: Exchange,
): Promise<void> {
  const body = await buffer(incoming);
  await turn();
  const { method, url: path, rawHeaders: headers } = incoming;
  const onward = request({ host: "127.0.0.1", port, method, path, headers });
  onward.on("response", (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  onward.end(body);
}

/** How calls are held up, and how many there were since it was set. */
export class Distance {
  #delayMs: number | undefined;
  #held: (() => void)[] = [];
  #quiet: NodeJS.Timeout | undefined;
  #calls = 0;
  #rounds = 0;

  /** Every call takes so much longer. */
  setDelay(delayMs: number): void {
    this.#delayMs = delayMs;
    this.#calls = 0;
  }

  /** Calls are held until no more come, and then go on together: each time is one round. */
  setRounds(): void {
    this.#delayMs = undefined;
    this.#calls = 0;
    this.#rounds = 0;
  }

  get calls(): number {
    return this.#calls;
  }

  get rounds(): number {
    return this.#rounds;
  }

  readonly turn = async (): Promise<void> => {
    this.#calls++;
    if (this.#delayMs !== undefined) {
      await wait(this.#delayMs);
      return;
    }
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#rounds++;
      for (const go of this.#held.splice(0)) go();
    }, QUIET_MS);
    await new Promise<void>((resolve) => this.#held.push(resolve));
  };
}

/** Longer than a busy machine takes to send the next calls. */
const QUIET_MS = 150;
