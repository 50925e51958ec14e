import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "./find-program.ts";
import { s3UriOf } from "./s3-uri-of.ts";
import type { Task, Tool } from "./tool.ts";

/** s3cmd, where it is installed. */
export async function findS3cmd(): Promise<readonly Tool[]> {
  const program = await findProgram("s3cmd", process.env["S3CMD"], {
    words: ["--version"],
    says: /^s3cmd version (\S+)/,
  });
  if (program === undefined) return [];
  const { file, version } = program;
  return [
    {
      name: "s3cmd",
      family: "s3cmd",
      version,
      settings: "default",
      commandFor: async (task) => {
        const { transfer, caFile, env } = task;
        const config = join(task.folder, "s3cmd.ini");
        await writeFile(config, configOf(task));
        const trust = caFile === undefined ? [] : [`--ca-certs=${caFile}`];
        const sides = [`${s3UriOf(transfer.source)}/`, `${s3UriOf(transfer.destination)}/`];
        return { words: [file, "-q", "-c", config, ...trust, "sync", ...sides], env };
      },
    },
  ];
}

function configOf({ url, access }: Task): string {
  const { host, protocol } = new URL(url);
  return `[default]
access_key = ${access.credentials.accessKeyId}
secret_key = ${access.credentials.secretAccessKey}
host_base = ${host}
host_bucket = ${host}
use_https = ${protocol === "https:" ? "True" : "False"}
signature_v2 = False
bucket_location = ${access.region}
`;
}
