import type { Reply } from "../http/reply.ts";
import type { Visit } from "./visit.ts";

/** What the lab was asked for since its start and lacks. */
export function coverageDoor({ lab, name }: Visit): Reply | undefined {
  if (name !== "") return undefined;
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify({ notImplemented: lab.missing.list() })}\n`,
  };
}
