import { shellWord } from "../../app/index.ts";

/** A directory to send up, for a reader who named none. */
const MADE = "./tree";

/** The story's commands for the reader, with `sluice` and with the unmodified `aws` CLI. */
export function repeatLines({
  source,
  destination,
  directory,
  main,
}: RepeatedStory): readonly string[] {
  const from = `s3://${source}`;
  const to = `s3://${destination}`;
  const tree = directory === undefined ? MADE : shellWord(directory);
  const role = `$(aws sts get-caller-identity --profile dev-a --query Arn --output text | sed -n 's#.*:assumed-role/\\([^/]*\\)/.*#\\1#p')`;
  return [
    "# both terminals, unless `sluice` is installed",
    `alias sluice="node ${shellWord(main)}"`,
    "",
    "# terminal 1",
    "sluice lab --write-aws-config lab.ini",
    "",
    "# terminal 2, with sluice",
    "export AWS_CONFIG_FILE=$PWD/lab.ini",
    ...(directory === undefined ? [`mkdir -p ${tree} && date > ${tree}/today.txt`] : []),
    `sluice sync ${tree} ${from} --profile dev-a`,
    `sluice sync ${from} ${to} --profile dev-a --owner-profile dev-b      # refused, and why`,
    `sluice grant ${from} ${to} --profile dev-a --owner-profile dev-b --apply`,
    `sluice sync ${from} ${to} --profile dev-a`,
    `sluice sync ${to} ./back --profile dev-b`,
    `sluice grant ${from} ${to} --profile dev-a --owner-profile dev-b --revoke --apply      # closed again`,
    "",
    "# terminal 2, with the aws CLI (1.29 or 2.13 and newer; older ones: add --endpoint-url http://127.0.0.1:4599)",
    `aws s3 sync ${tree} ${from} --profile dev-a`,
    `aws s3 sync ${from} ${to} --profile dev-a                            # fatal error: … AccessDenied …`,
    `aws s3 sync ${from} ${to} --profile dev-a 2>&1 | sluice explain`,
    `aws iam get-role --role-name "${role}" --profile dev-a --query Role.Arn --output text`,
    `sluice grant ${from} ${to} --profile dev-a --owner-profile dev-b --out fix`,
    `aws s3api put-bucket-policy --bucket ${destination} --policy file://fix/222222222222-bucketPolicy-${destination}.json --profile dev-b`,
    `aws s3 sync ${from} ${to} --profile dev-a`,
    `aws s3 sync ${to} ./back --profile dev-b`,
  ];
}

export interface RepeatedStory {
  readonly source: string;
  readonly destination: string;
  /** The directory that goes up, if the reader named one. */
  readonly directory: string | undefined;
  /** The program that runs. */
  readonly main: string;
}
