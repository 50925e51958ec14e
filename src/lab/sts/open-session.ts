import type { AccountCaller, AttachedPolicy } from "../../policy/index.ts";
import type { QueryCall } from "../query/query-call.ts";
import { makeSessionKey } from "../random-ids.ts";
import type { SessionFacts } from "../state/iam-tables.ts";
import { element, wrap } from "../xml/write-xml.ts";

/** What a session is opened with. */
export interface SessionWish {
  readonly caller: AccountCaller;
  readonly seconds: number;
  readonly policies?: readonly AttachedPolicy[] | undefined;
  readonly facts?: SessionFacts;
}

/** Hands out the keys of a new session, in a transaction; gives `<Credentials>`. */
export function openSession({ lab, identity }: QueryCall, wish: SessionWish): string {
  const { caller, seconds, policies, facts } = wish;
  const issuedMs = lab.now();
  const expiresMs = issuedMs + seconds * 1000;
  const credentials = makeSessionKey(lab.random);
  lab.keys.put({
    credentials,
    caller,
    issuedMs,
    expiresMs,
    ...(policies && { sessionPolicies: policies }),
    ...(facts && { facts }),
    // Whoever opens a session stays where they are.
    ...(identity.endpoint !== undefined && { endpoint: identity.endpoint }),
  });
  return wrap(
    "Credentials",
    element("AccessKeyId", credentials.accessKeyId) +
      element("SecretAccessKey", credentials.secretAccessKey) +
      element("SessionToken", credentials.sessionToken) +
      element("Expiration", new Date(expiresMs).toISOString()),
  );
}
