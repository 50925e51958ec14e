import { findProgram } from "./find-program.ts";
import type { Tool } from "./tool.ts";

/** s3p, where it is named or installed; it uploads nothing. */
export async function findS3p(): Promise<readonly Tool[]> {
  const program = await findProgram("s3p", process.env["S3P"], {
    words: ["version"],
    says: /(\d+\.\d+\.\d+)/,
  });
  if (program === undefined) return [];
  const { file, version } = program;
  return [
    {
      name: "s3p",
      family: "s3p",
      version,
      settings: "default",
      commandFor: ({ transfer: { source, destination }, url, caFile, env }) => {
        if (source.kind === "directory") return Promise.resolve(undefined);
        const to =
          destination.kind === "bucket"
            ? ["sync", "--to-bucket", destination.bucket]
            : ["cp", "--to-folder", destination.path];
        return Promise.resolve({
          words: [file, ...to, "--bucket", source.bucket, "--quiet"],
          env: { ...env, AWS_ENDPOINT_URL: url, ...(caFile && { NODE_EXTRA_CA_CERTS: caFile }) },
        });
      },
    },
  ];
}
