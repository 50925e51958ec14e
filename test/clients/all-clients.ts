import { findAwsCli } from "../support/aws-cli.ts";
import { awsCliClient } from "./aws-cli-client.ts";
import { boto3Client } from "./boto3-client.ts";
import type { Client } from "./client.ts";
import { jsSdkClient } from "./js-sdk-client.ts";
import { rcloneClient } from "./rclone-client.ts";
import { s3cmdClient } from "./s3cmd-client.ts";

const DEBIANS = "/usr/bin/aws";

/** Every client of the suite; version 1 of the AWS CLI only where the machine has it, as Debian has not. */
export async function allClients(): Promise<readonly Client[]> {
  const first = await awsCliClient({
    name: "AWS CLI v1",
    file: (await findAwsCli()) ?? "aws",
    says: /^aws-cli\/1[.]/,
  });
  return [
    ...(first.absence === undefined ? [first] : []),
    await awsCliClient({ name: "AWS CLI v2", file: DEBIANS, says: /^aws-cli\/2[.]/ }),
    await boto3Client(),
    jsSdkClient,
    await rcloneClient(),
    await s3cmdClient(),
  ];
}
