import { shellWord, type SyncEvent } from "../../app/index.ts";
import { hasFlag } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";

/** What a person is told of a fleet, and of its run that is stopped; undefined for any other event. */
export function fleetText(
  event: SyncEvent,
  { args, words: { fleet } }: Invocation,
  redis: string,
): string | undefined {
  if (["quiet", "json"].some((name) => hasFlag(args, name))) return undefined;
  if (event.type === "resumable") return `${fleet.goesOn}\n`;
  if (event.type !== "fleet") return undefined;
  if (event.workers === 0) {
    const command = ["sluice", "worker", "--redis", withoutPassword(redis)];
    return `${fleet.waits(command.map(shellWord).join(" "))}\n`;
  }
  return hasFlag(args, "only-show-errors") ? undefined : `${fleet.workers(event.workers)}\n`;
}

/** A URL as it may be shown. */
export function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  [url.username, url.password] = ["", ""];
  return url.href;
}
