import { writeAwsConfig } from "../aws-config.ts";
import type { Reply } from "../http/reply.ts";
import { ssoProfiles } from "../sso-profiles.ts";
import type { Visit } from "./visit.ts";

/** An AWS config file with a profile for each principal. */
export function awsConfigDoor({ lab, name, url }: Visit): Reply | undefined {
  if (name !== "") return undefined;
  return {
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body: writeAwsConfig(lab.everyone(), { url }, ssoProfiles(lab.world)),
  };
}
