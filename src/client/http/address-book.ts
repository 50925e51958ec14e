import dns, { type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";

/** S3 answers with other addresses every few seconds, so that clients spread over its servers. */
const KNOWN_FOR_MS = 5_000;

/**
 * Looks a name up once for all connections that are opened at about the same time, and gives each
 * another of its addresses first: hundreds at once would wait for each other in Node's four threads.
 */
export class AddressBook {
  #known: Promise<LookupAddress[]> | undefined;
  #untilMs = 0;
  #turn = 0;

  readonly lookup: LookupFunction = (name, { all }, done) => {
    this.#addresses(name).then(
      (found) => {
        const first = this.#turn++ % found.length;
        const addresses = [...found.slice(first), ...found.slice(0, first)];
        if (all === true) done(null, addresses);
        else done(null, addresses[0]?.address ?? "", addresses[0]?.family);
      },
      (error: unknown) => {
        this.forget();
        done(error as NodeJS.ErrnoException, []);
      },
    );
  };

  /** Has the next connection ask again: an address may have been of no use. */
  forget(): void {
    this.#known = undefined;
  }

  #addresses(name: string): Promise<LookupAddress[]> {
    const nowMs = performance.now();
    if (this.#known !== undefined && nowMs < this.#untilMs) return this.#known;
    this.#untilMs = nowMs + KNOWN_FOR_MS;
    this.#known = new Promise((resolve, reject) => {
      dns.lookup(name, { all: true }, (error, found) => {
        if (error === null) resolve(found);
        else reject(error);
      });
    });
    return this.#known;
  }
}
