import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { parseWorld } from "../../src/policy/index.ts";

const FILE = join(import.meta.dirname, "..", "..", "worlds", "two-accounts.yaml");
const ROLE_NAME = "AWSReservedSSO_AdministratorAccess_1234567890abcdef";

interface Story {
  readonly source: string;
  readonly destination: string;
  readonly region: string;
  readonly roleName: string;
  readonly sessionArn: string;
  readonly bareRoleArn: string;
  readonly roleArn: string;
}

/** Who and what the story is about, as the shipped world has it. */
export const STORY: Story = {
  source: "dev-a-111111111111",
  destination: "dev-b-222222222222",
  region: "ap-northeast-1",
  roleName: ROLE_NAME,
  sessionArn: `arn:aws:sts::111111111111:assumed-role/${ROLE_NAME}/alice`,
  bareRoleArn: `arn:aws:iam::111111111111:role/${ROLE_NAME}`,
  roleArn: `arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/${ROLE_NAME}`,
};

/** AWS's text for the listing that nothing in the other account allows. */
export const LIST_DENIED: string = `User: ${STORY.sessionArn} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::${STORY.destination}" because no resource-based policy allows the s3:ListBucket action`;

/** A lab with the world that ships with the project. */
export function startStoryLab(): Promise<Lab> {
  const parsed = parseWorld(parse(readFileSync(FILE, "utf8")));
  if (!parsed.ok) throw new Error("the shipped world cannot be read");
  return startLab({ world: parsed.value });
}

/** A bucket policy of the destination that lets a principal list, and write. */
export function listAndWrite(principal: string): string {
  const bucket = `arn:aws:s3:::${STORY.destination}`;
  const allow = { Effect: "Allow", Principal: { AWS: principal } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "List", ...allow, Action: "s3:ListBucket", Resource: bucket },
      { Sid: "Write", ...allow, Action: "s3:PutObject", Resource: `${bucket}/*` },
    ],
  });
}

/** The third wrong fix: listing is allowed on the objects only, where it means nothing. */
export function listOnObjects(principal: string): string {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: ["s3:ListBucket", "s3:PutObject"],
    Resource: `arn:aws:s3:::${STORY.destination}/*`,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
