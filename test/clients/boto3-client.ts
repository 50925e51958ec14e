import { join } from "node:path";
import type { Client, Said } from "./client.ts";
import { absenceOf } from "./find-program.ts";

const PYTHON = "/usr/bin/python3";
const PROGRAM = join(import.meta.dirname, "boto3_client.py");

/** Debian's boto3. */
export async function boto3Client(): Promise<Client> {
  return {
    name: "boto3",
    absence: await absenceOf({ file: PYTHON, words: ["-c", "import boto3; print(1)"], says: /^1/ }),
    lacks: ["sync"],
    denied: { list: { action: "s3:ListBucket" }, get: { action: "s3:GetObject" } },
    open: (stage, profile) => {
      const boto3 = (...words: readonly string[]): Promise<Said> =>
        stage.run(profile, [PYTHON, PROGRAM, ...words].map((word) => `'${word}'`).join(" "));
      return {
        put: (path, to) => boto3("put", path, to.bucket, to.key),
        get: (from, path) => boto3("get", from.bucket, from.key, path),
        copy: (from, to) => boto3("copy", from.bucket, from.key, to.bucket, to.key),
        list: (bucket, prefix) => boto3("list", bucket, prefix),
        presign: ({ bucket, key }) => boto3("presign", bucket, key),
        putBucketPolicy: (bucket, path) => boto3("put_bucket_policy", bucket, path),
      };
    },
  };
}
