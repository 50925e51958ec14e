import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AwsShell, findAwsCli, openAwsShell } from "../support/aws-cli.ts";
import { FLAG_ROWS } from "../sync-flags/flag-rows.ts";
import { type FlagStage, openFlagStage, type RunSync } from "../sync-flags/flag-stage.ts";
import { absenceOf } from "./find-program.ts";

const VERSIONS = [
  { version: "v1", file: (await findAwsCli()) ?? "aws", says: /^aws-cli\/1[.]/ },
  // The 2.9 of Debian 12 lacks too many flags: its rows have not been played.
  { version: "v2", file: "/usr/bin/aws", says: /^aws-cli\/2[.](?!9[.])/ },
] as const;

/** Each is played where a machine has it. */
const CLIS = await Promise.all(
  VERSIONS.map(async (cli) => ({ ...cli, absence: await absenceOf(cli) })),
);

test("every row is of a flag that one of them has", () => {
  const played = FLAG_ROWS.filter(({ lackedBy = [] }) =>
    VERSIONS.some(({ version }) => !lackedBy.includes(version)),
  );
  expect(played).toHaveLength(FLAG_ROWS.length);
});

const present = CLIS.filter(({ absence }) => absence === undefined);

describe.each(present)("aws s3 sync $version", ({ version, file }) => {
  let stage: FlagStage;
  let shell: AwsShell;
  beforeAll(async () => {
    shell = await openAwsShell({ binary: file, endpointUrl: "http://127.0.0.1:9", awsConfig: "" });
    stage = await openFlagStage(shell.directory);
  });
  afterAll(async () => {
    await stage.close();
    await shell.close();
  });
  const rows = FLAG_ROWS.filter(({ lackedBy = [] }) => !lackedBy.includes(version));
  test.each(rows.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    expect(await stage.play(row, awsSync(shell))).toEqual(row.want);
  });
});

function awsSync(shell: AwsShell): RunSync {
  return (words, { lab, proxy }) => {
    const { accessKeyId, secretAccessKey } = lab.principal("ann").credentials;
    const quoted = words.map((word) => `'${word}'`).join(" ");
    const keys = `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`;
    // The source of a copy with --source-region takes the endpoint from the environment alone.
    const where = `AWS_REGION=ap-northeast-1 AWS_DEFAULT_REGION=ap-northeast-1 AWS_ENDPOINT_URL=${proxy.url}`;
    return shell.run(
      "",
      `unset AWS_PROFILE; export ${keys} ${where} LAB_URL=${proxy.url}; aws s3 sync ${quoted}`,
    );
  };
}
