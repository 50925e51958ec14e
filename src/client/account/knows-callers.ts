import { AwsError } from "../../aws/index.ts";
import type { Profile } from "../profile/load-profile.ts";
import { WireError } from "../http/wire-error.ts";
import { callByQuery } from "./query-call.ts";

/**
 * Whether an identity's services can say who it is, without which nothing can be checked: AWS can; of another endpoint one
 * call tells, before all that a check takes is loaded. Stores that speak nothing but S3 answer it with an error.
 */
export async function knowsCallers(profile: Profile): Promise<boolean> {
  if (profile.endpoints.sts === undefined) return true;
  try {
    await callByQuery(profile, { service: "sts", operation: "GetCallerIdentity" });
    return true;
  } catch (error) {
    if (error instanceof AwsError || error instanceof WireError) return false;
    throw error;
  }
}
