import { shellWord, type SyncEvent } from "../../app/index.ts";
import { hasFlag, valueOf } from "../arguments/option.ts";
import type { Invocation } from "../command.ts";

/** What a person is told of a job that has begun. */
export function jobText(
  { id, region, objects }: Extract<SyncEvent, { readonly type: "jobBegun" }>,
  invocation: Invocation,
): string | undefined {
  const { args, words } = invocation;
  if (["quiet", "json", "only-show-errors"].some((name) => hasFlag(args, name))) return undefined;
  const command = commandOf(["sluice", "jobs", id, "--region", region], invocation);
  return `${words.jobs.begun({ id, objects, command })}\n`;
}

/** What a person is told of jobs of earlier runs that are still at work. */
export function activeJobsText(
  { ids }: Extract<SyncEvent, { readonly type: "jobsActive" }>,
  invocation: Invocation,
): string | undefined {
  const { args, words } = invocation;
  if (["quiet", "json"].some((name) => hasFlag(args, name))) return undefined;
  const region = valueOf(args, "region");
  const where = region === undefined ? [] : ["--region", region];
  const follow = ids.map((id) => commandOf(["sluice", "jobs", id, ...where], invocation));
  return `${words.jobs.active(follow)}\n`;
}

function commandOf(words: readonly string[], { args }: Invocation): string {
  const given = ["profile", "endpoint-url"].flatMap((name) => {
    const value = valueOf(args, name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  return [...words, ...given].map(shellWord).join(" ");
}
