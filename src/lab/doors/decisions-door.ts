import type { Reply } from "../http/reply.ts";
import type { Visit } from "./visit.ts";

/** The logged decisions about one request, by its id. */
export async function decisionsDoor({ lab, name: id }: Visit): Promise<Reply | undefined> {
  const decisions = await lab.decisionLog?.find(id);
  if (decisions === undefined) return undefined;
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify(decisions)}\n`,
  };
}
