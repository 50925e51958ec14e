import { shellWord, type SyncEvent } from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";

/** What a person is told of a job that has begun. */
export function jobText(
  { id, region, objects }: Extract<SyncEvent, { readonly type: "jobBegun" }>,
  { args, words }: Invocation,
): string | undefined {
  if (["quiet", "json", "only-show-errors"].some((name) => hasFlag(args, name))) return undefined;
  const given = ["profile", "endpoint-url"].flatMap((name) => {
    const value = valueOf(args, name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const command = ["sluice", "jobs", id, "--region", region, ...given].map(shellWord).join(" ");
  return `${words.jobs.begun({ id, objects, command })}\n`;
}
