import dns from "node:dns";
import { type Choices, isHit } from "./choices.ts";

/** Where nothing listens: the whole of 127/8 is this machine, and servers of tests are at 127.0.0.1. */
const NOBODY = "127.0.0.2";

type Callback = (error: Error | null, address?: unknown, family?: number) => void;

/**
 * Lets look-ups of `localhost` fail, or find an address that refuses connections, so many times out
 * of a hundred each, until the returned function is called.
 */
export function troubleLookups(choices: Choices, percent: number): () => void {
  const { lookup } = dns;
  const answer = (options: { readonly all?: boolean }, callback: Callback): void => {
    if (isHit(choices, percent, 100)) {
      const code = isHit(choices, 1, 2) ? "ENOTFOUND" : "EAI_AGAIN";
      callback(Object.assign(new Error(`getaddrinfo ${code} localhost`), { code }));
      return;
    }
    const address = isHit(choices, percent, 100) ? NOBODY : "127.0.0.1";
    if (options.all === true) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  };
  const troubled = (hostname: string, options: object, callback: Callback): void => {
    if (hostname === "localhost") setImmediate(answer, options, callback);
    else Reflect.apply(lookup, dns, [hostname, options, callback]);
  };
  dns.lookup = troubled as typeof dns.lookup;
  return () => {
    dns.lookup = lookup;
  };
}
