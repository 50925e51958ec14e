import { toldIn } from "../../aws/index.ts";
import { shellWord, type SyncEvent } from "../../app/index.ts";
import { type Arguments, hasFlag, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";

/** What a person is told of a fleet, and of its run that is stopped; undefined for any other event. */
export function fleetText(
  event: SyncEvent,
  { args, words: { fleet, language } }: Invocation,
): string | undefined {
  if (["quiet", "json"].some((name) => hasFlag(args, name))) return undefined;
  const at = redisWords(args);
  const below = at.length === 0 ? `${fleet.wholeUrl}\n` : "";
  if (event.type === "resumable") {
    const command = commandOf(["sync", "--resume", event.run, "--on", "fleet", ...at]);
    return `${fleet.goesOn(command, event.isBoardSilent === true)}\n${below}`;
  }
  const isTerse = hasFlag(args, "only-show-errors");
  if (event.type === "started" && event.run !== undefined) {
    return isTerse ? undefined : `${fleet.run(event.run)}\n`;
  }
  if (event.type === "workerRefused") return `${fleet.refused(toldIn(event.error, language))}\n`;
  if (event.type === "boardSilent") return `${fleet.fault(toldIn(event.error, language))}\n`;
  if (event.type !== "fleet") return undefined;
  if (event.workers === 0) {
    return `${fleet.waits(commandOf(["worker", ...at]))}\n${below}`;
  }
  return isTerse ? undefined : `${fleet.workers(event.workers)}\n`;
}

/** `--redis` as it was typed; none where it was not, or may not be shown: it would overrule `SLUICE_REDIS`. */
function redisWords(args: Arguments): readonly string[] {
  const typed = valueOf(args, "redis");
  if (typed === undefined || withoutPassword(typed) !== new URL(typed).href) return [];
  return ["--redis", typed];
}

function commandOf(words: readonly string[]): string {
  return ["sluice", ...words].map(shellWord).join(" ");
}

/** A URL as it may be shown: a password may also be asked for with `?password=`. */
export function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  [url.username, url.password, url.search] = ["", "", ""];
  return url.href;
}
