import { join } from "node:path";
import { s3UriOf } from "./s3-uri-of.ts";
import type { Tool } from "./tool.ts";

const BUILT = join(import.meta.dirname, "..", "..", "..", "dist", "cli", "main.js");

/** How ours is called, if not as it was built here, and where its CPU profiles go. */
export interface OurSettings {
  readonly command: readonly string[] | undefined;
  readonly profileTo: string | undefined;
}

/** The words before `sync`. */
export function ourCommand({ command }: OurSettings): readonly [string, ...string[]] {
  const [file, ...rest] = command ?? [process.execPath, BUILT];
  return [file ?? process.execPath, ...rest];
}

/** Ours, as it comes: with its check of permissions. */
export function sluice(settings: OurSettings, version: string): Tool {
  const [file, ...rest] = ourCommand(settings);
  return {
    name: "sluice",
    family: "sluice",
    version,
    settings: "default",
    commandFor: ({ scenario, transfer, url, caFile, env }) => {
      const sides = [s3UriOf(transfer.source), s3UriOf(transfer.destination)];
      const profile =
        settings.profileTo === undefined
          ? {}
          : {
              NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${join(settings.profileTo, scenario.name)}`,
            };
      return Promise.resolve({
        words: [file, ...rest, "sync", "--endpoint-url", url, "--only-show-errors", ...sides],
        env: { ...env, ...profile, ...(caFile && { AWS_CA_BUNDLE: caFile }) },
      });
    },
  };
}
