import { awsErrorFromSdk } from "../aws-error-from-sdk.ts";
import type { ServiceName } from "../profile/endpoint-url.ts";
import type { Profile } from "../profile/load-profile.ts";

/** Runs one call of the SDK under AWS's name for it, so that its failure says what was called. */
export type CallAws = <T>(operation: string, call: () => Promise<T>) => Promise<T>;

/** Names the calls to one service. */
export function callsTo(service: ServiceName, profile: Profile): CallAws {
  const url = profile.endpoints[service] ?? service;
  return async (operation, call) => {
    try {
      return await call();
    } catch (error) {
      throw awsErrorFromSdk(error, { operation, url });
    }
  };
}
