import { createSecureContext, type SecureContext } from "node:tls";
import { readHost } from "../http/host-guard.ts";
import type { Authority } from "./authority.ts";
import type { Certificate } from "./certificates.ts";

/** The certificates that a server shows. */
export interface TlsNames {
  /** For clients that ask for an address, and so for no name. */
  readonly byAddress: Certificate;
  contextOf(name: string): Promise<SecureContext>;
}

// A client may make names up.
const MAX_NAMES = 1000;

/**
 * Issues a certificate for each name once. One for `*.localhost` would not do: OpenSSL takes no wildcard
 * right before the last label.
 */
export async function openTlsNames(authority: Authority): Promise<TlsNames> {
  const byAddress = await authority.issue(["localhost", "127.0.0.1", "::1"]);
  const known = new Map<string, Promise<SecureContext>>();
  return {
    byAddress,
    contextOf(asked) {
      const name = isOfLab(asked) ? asked.toLowerCase() : "localhost";
      const found = known.get(name);
      if (found !== undefined) return found;
      if (known.size >= MAX_NAMES) known.clear();
      const made = authority.issue([name]).then(createSecureContext);
      known.set(name, made);
      return made;
    },
  };
}

function isOfLab(name: string): boolean {
  return name.length <= 253 && readHost(name, () => true).kind !== "foreign";
}
