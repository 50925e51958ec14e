import { findProgram } from "./find-program.ts";
import { s3UriOf } from "./s3-uri-of.ts";
import type { Tool } from "./tool.ts";

/** s4cmd, where it is installed; it has no no-op between buckets: it always copies. */
export async function findS4cmd(): Promise<readonly Tool[]> {
  const program = await findProgram("s4cmd", process.env["S4CMD"], {
    words: ["--version"],
    says: /^s4cmd version (\S+)/,
  });
  if (program === undefined) return [];
  const { file, version } = program;
  return [
    {
      name: "s4cmd",
      family: "s4cmd",
      version,
      settings: "default",
      commandFor: ({ scenario, transfer, url, caFile, env, access: { credentials } }) => {
        if (scenario.kind === "noop") return Promise.resolve(undefined);
        const sides = [`${s3UriOf(transfer.source)}/`, `${s3UriOf(transfer.destination)}/`];
        return Promise.resolve({
          words: [file, "--endpoint-url", url, "dsync", "-s", ...sides],
          env: {
            ...env,
            ...(caFile && { AWS_CA_BUNDLE: caFile }),
            S3_ACCESS_KEY: credentials.accessKeyId,
            S3_SECRET_KEY: credentials.secretAccessKey,
          },
        });
      },
    },
  ];
}
