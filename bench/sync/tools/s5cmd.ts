import { findProgram, type Program } from "./find-program.ts";
import { s3UriOf } from "./s3-uri-of.ts";
import type { Tool } from "./tool.ts";

/** s5cmd, where it is installed. */
export async function findS5cmd(): Promise<readonly Tool[]> {
  const program = await findProgram("s5cmd", process.env["S5CMD"], {
    words: ["version"],
    says: /^v?(\d\S+)/,
  });
  if (program === undefined) return [];
  return [s5cmd(program, "default"), s5cmd(program, "tuned")];
}

function s5cmd({ file, version }: Program, settings: Tool["settings"]): Tool {
  return {
    name: settings === "tuned" ? "s5cmd tuned" : "s5cmd",
    family: "s5cmd",
    version,
    settings,
    commandFor: ({ scenario, transfer: { source, destination }, url, caFile, env }) => {
      const workers = scenario.place.latencyMs < 5 ? "64" : "512";
      const tuned = settings === "tuned" ? ["--numworkers", workers] : [];
      const all = source.kind === "bucket" ? "/*" : "/";
      return Promise.resolve({
        words: [
          ...([file, "--endpoint-url", url, "--log", "error"] as const),
          ...[...tuned, "sync", s3UriOf(source) + all, `${s3UriOf(destination)}/`],
        ],
        env: { ...env, ...(caFile && { SSL_CERT_FILE: caFile }) },
      });
    },
  };
}
