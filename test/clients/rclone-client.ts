import type { Client, Place, Said } from "./client.ts";
import { absenceOf } from "./find-program.ts";

/** Debian's rclone. */
export async function rcloneClient(): Promise<Client> {
  return {
    name: "rclone",
    absence: await absenceOf({ file: "rclone", words: ["version"], says: /^rclone v/ }),
    lacks: ["putBucketPolicy"],
    // It lists the object's key as a folder when HEAD is refused.
    denied: { list: { action: "s3:ListBucket" }, get: { action: "s3:ListBucket" } },
    open: (stage, profile) => {
      const { accessKeyId, secretAccessKey } = stage.keysOf(profile);
      // `AWS` as provider means virtual-host style, whose names only some machines resolve to themselves.
      const remote = [
        ":s3,provider=Other,env_auth=false",
        `access_key_id=${accessKeyId},secret_access_key='${secretAccessKey}'`,
        `region=${stage.region},endpoint='${stage.url}':`,
      ].join(",");
      const at = ({ bucket, key }: Place): string => `"${remote}${bucket}/${key}"`;
      // It has a file of authorities of its own, and stumbles over the AWS SDKs' one.
      const trust = stage.caPath === undefined ? "" : `--ca-cert '${stage.caPath}'`;
      const plain = `unset AWS_CA_BUNDLE; rclone --config /dev/null ${trust}`;
      const rclone = (words: string): Promise<Said> =>
        stage.run(profile, `${plain} --retries 1 --low-level-retries 1 ${words}`);
      return {
        // Half of the story's large file, so that it goes in parts.
        put: (path, to) => rclone(`copyto --s3-upload-cutoff 5Mi '${path}' ${at(to)}`),
        get: (from, path) => rclone(`copyto ${at(from)} '${path}'`),
        copy: (from, to) => rclone(`copyto ${at(from)} ${at(to)}`),
        list: (bucket, prefix) => rclone(`lsf -R ${at({ bucket, key: prefix })}`),
        presign: (place) => rclone(`link --expire 10m ${at(place)}`),
        sync: {
          up: (directory, to) =>
            rclone(`sync --s3-upload-cutoff 5Mi --create-empty-src-dirs '${directory}' ${at(to)}`),
          down: (from, directory) => rclone(`sync ${at(from)} '${directory}'`),
        },
      };
    },
  };
}
