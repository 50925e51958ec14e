import type { Reply } from "../http/reply.ts";
import type { LabState } from "../state/lab-state.ts";

/** The logged decisions about one request, by its id. */
export async function decisionsDoor(
  { decisionLog }: LabState,
  id: string,
): Promise<Reply | undefined> {
  const decisions = await decisionLog?.find(id);
  if (decisions === undefined) return undefined;
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify(decisions)}\n`,
  };
}
