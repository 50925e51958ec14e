import { AwsError } from "../../aws/index.ts";
import type { Profile } from "../profile/load-profile.ts";
import { WireError } from "../http/wire-error.ts";
import { callByQuery, elementIn } from "./query-call.ts";

/**
 * Whether an identity's services can say who it is, without which nothing can be checked: AWS can; of another endpoint one
 * call tells, before all that a check takes is loaded. Stores that speak nothing but S3 answer it with an error,
 * or with a list of buckets.
 */
export async function knowsCallers(profile: Profile): Promise<boolean> {
  if (profile.endpoints.sts === undefined) return true;
  try {
    const xml = await callByQuery(profile, { service: "sts", operation: "GetCallerIdentity" });
    return elementIn(xml, "Arn") !== undefined;
  } catch (error) {
    if (error instanceof AwsError || error instanceof WireError) return false;
    throw error;
  }
}
