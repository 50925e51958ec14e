import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { askVersion, filesNamed, type Program } from "./find-program.ts";
import { s3UriOf } from "./s3-uri-of.ts";
import type { Tool } from "./tool.ts";

const PLAIN = "[default]\ns3 =\n  addressing_style = path\n";
// Its best settings of those tried: more requests gain nothing, Python is the limit.
const TUNED = `${PLAIN}  max_concurrent_requests = 64
  max_queue_size = 10000
  multipart_threshold = 64MB
  multipart_chunksize = 16MB
`;

/** The AWS CLI, version 1 and version 2, where each is installed. */
export async function findAwsClis(): Promise<readonly Tool[]> {
  const { AWS1, AWS2 } = process.env;
  const files = await filesNamed("aws", undefined);
  const first = await firstOf("1", [AWS1 ?? "", ...files]);
  const second = await firstOf("2", [AWS2 ?? "", ...files]);
  return [
    ...(first === undefined ? [] : [awsCli(first, "default"), awsCli(first, "tuned")]),
    ...(second === undefined ? [] : [awsCli(second, "default")]),
  ];
}

async function firstOf(major: string, files: readonly string[]): Promise<Program | undefined> {
  for (const file of files.filter((name) => name !== "")) {
    const program = await askVersion(file, { words: ["--version"], says: /^aws-cli\/(\S+)/ });
    if (program?.version.startsWith(`${major}.`) === true) return program;
  }
  return undefined;
}

function awsCli({ file, version }: Program, settings: Tool["settings"]): Tool {
  const name = `aws v${version.slice(0, 1)}`;
  return {
    name: settings === "tuned" ? `${name} tuned` : name,
    family: "aws",
    version,
    settings,
    commandFor: async ({ transfer, url, folder, caFile, env }) => {
      const config = join(folder, `aws-${settings}.ini`);
      await writeFile(config, settings === "tuned" ? TUNED : PLAIN);
      const sides = [s3UriOf(transfer.source), s3UriOf(transfer.destination)];
      return {
        words: [file, "s3", "sync", "--endpoint-url", url, "--only-show-errors", ...sides],
        env: { ...env, AWS_CONFIG_FILE: config, ...(caFile && { AWS_CA_BUNDLE: caFile }) },
      };
    },
  };
}
