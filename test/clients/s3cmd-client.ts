import type { Client, Place, Said } from "./client.ts";
import { absenceOf } from "./find-program.ts";

/** Debian's s3cmd. */
export async function s3cmdClient(): Promise<Client> {
  return {
    name: "s3cmd",
    absence: await absenceOf({ file: "s3cmd", says: /^s3cmd version/ }),
    lacks: [],
    // It reads with HEAD first, whose denial has no text.
    denied: {
      list: { action: "s3:ListBucket" },
      get: { says: "ERROR: S3 error: 403 (Forbidden)" },
    },
    open: (stage, profile) => {
      const { accessKeyId, secretAccessKey } = stage.keysOf(profile);
      const host = stage.url.replace(/^https?:\/\//, "");
      const way = stage.caPath === undefined ? "--no-ssl" : `--ssl --ca-certs='${stage.caPath}'`;
      const s3cmd = (words: string): Promise<Said> =>
        stage.run(
          profile,
          `s3cmd -c "$HOME/s3cmd" --access_key='${accessKeyId}' --secret_key='${secretAccessKey}' \\
             --host=${host} --host-bucket=${host} ${way} --region=${stage.region} \\
             --no-progress --multipart-chunk-size-mb=5 ${words}`,
        );
      return {
        put: (path, to) => s3cmd(`put '${path}' '${uriOf(to)}'`),
        get: (from, path) => s3cmd(`get '${uriOf(from)}' '${path}'`),
        // Else it copies the ACL too, and fails on a bucket without ACLs as it does on AWS (s3cmd issue 1304).
        copy: (from, to) => s3cmd(`cp --acl-private '${uriOf(from)}' '${uriOf(to)}'`),
        list: (bucket, prefix) => s3cmd(`ls -r 's3://${bucket}/${prefix}'`),
        presign: (place) => s3cmd(`signurl '${uriOf(place)}' +600`),
        sync: {
          up: (directory, to) => s3cmd(`sync '${directory}/' '${uriOf(to)}'`),
          down: (from, directory) => s3cmd(`sync '${uriOf(from)}' '${directory}/'`),
        },
        putBucketPolicy: (bucket, path) => s3cmd(`setpolicy '${path}' 's3://${bucket}'`),
      };
    },
  };
}

function uriOf({ bucket, key }: Place): string {
  return `s3://${bucket}/${key}`;
}
