import { shellWord } from "../../app/index.ts";
import type { StoryWords } from "../catalogue/catalogue.ts";

/** A directory to send up, for a reader who named none. */
const MADE = "./tree";

/** The story's commands for the reader, with `sluice` and with the unmodified `aws` CLI. */
export function repeatLines(
  { source, destination, directory, main }: RepeatedStory,
  { notes }: StoryWords,
): readonly string[] {
  const from = `s3://${source}`;
  const to = `s3://${destination}`;
  const tree = directory === undefined ? MADE : shellWord(directory);
  const role = `$(aws sts get-caller-identity --profile dev-a --query Arn --output text | sed -n 's#.*:assumed-role/\\([^/]*\\)/.*#\\1#p')`;
  return [
    `# ${notes.both}`,
    `alias sluice="node ${shellWord(main)}"`,
    "",
    `# ${notes.lab}`,
    "sluice lab --write-aws-config lab.ini",
    "",
    `# ${notes.sluice}`,
    "export AWS_CONFIG_FILE=$PWD/lab.ini",
    ...(directory === undefined ? [`mkdir -p ${tree} && date > ${tree}/today.txt`] : []),
    `sluice sync ${tree} ${from} --profile dev-a`,
    `sluice sync ${from} ${to} --profile dev-a --owner-profile dev-b      # ${notes.refused}`,
    `sluice grant ${from} ${to} --profile dev-a --owner-profile dev-b --apply`,
    `sluice sync ${from} ${to} --profile dev-a`,
    `sluice sync ${to} ./back --profile dev-b`,
    `sluice grant ${from} ${to} --profile dev-a --owner-profile dev-b --revoke --apply      # ${notes.closed}`,
    "",
    `# ${notes.aws}`,
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
