import type { Client, Place, Said } from "./client.ts";
import { absenceOf } from "./find-program.ts";

interface Version {
  readonly name: string;
  readonly file: string;
  readonly says: RegExp;
}

/** The AWS CLI that is found at a place. */
export async function awsCliClient({ name, file, says }: Version): Promise<Client> {
  return {
    name,
    absence: await absenceOf({ file, says }),
    lacks: [],
    denied: { list: { action: "s3:ListBucket" }, get: { action: "s3:GetObject" } },
    open: (stage, profile) => {
      const aws = (words: string): Promise<Said> =>
        // Older versions read no endpoint from the config, so it stands on every command line.
        stage.run(profile, `'${file}' --endpoint-url "$LAB_URL" ${words}`);
      return {
        put: (path, to) => aws(`s3 cp --no-progress '${path}' '${uriOf(to)}'`),
        // `s3 cp` asks with HEAD first, whose denial has no text.
        get: ({ bucket, key }, path) =>
          aws(`s3api get-object --bucket '${bucket}' --key '${key}' '${path}'`),
        copy: (from, to) => aws(`s3 cp --no-progress '${uriOf(from)}' '${uriOf(to)}'`),
        list: (bucket, prefix) => aws(`s3 ls --recursive 's3://${bucket}/${prefix}'`),
        presign: (place) => aws(`s3 presign '${uriOf(place)}'`),
        sync: {
          up: (directory, to) => aws(`s3 sync --no-progress '${directory}' '${uriOf(to)}'`),
          down: (from, directory) => aws(`s3 sync --no-progress '${uriOf(from)}' '${directory}'`),
        },
        putBucketPolicy: (bucket, path) =>
          aws(`s3api put-bucket-policy --bucket '${bucket}' --policy 'file://${path}'`),
      };
    },
  };
}

function uriOf({ bucket, key }: Place): string {
  return `s3://${bucket}/${key}`;
}
