import type { AccountCaller, Caller } from "./request.ts";

/** The caller, if it belongs to an account and so has policies of its own. */
export function accountCaller(caller: Caller): AccountCaller | undefined {
  switch (caller.kind) {
    case "root":
    case "user":
    case "roleSession":
    case "federatedUser":
      return caller;
    case "anonymous":
    case "service":
    case "webIdentity":
    case "saml":
    case "originAccessIdentity":
      return undefined;
  }
}
