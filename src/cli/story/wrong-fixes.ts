/** The names that a story's policies are written with. */
export interface PolicyNames {
  readonly bucket: string;
  /** The caller's ARN as AWS's error message shows it. */
  readonly sessionArn: string;
  /** The role's ARN with its path. */
  readonly roleArn: string;
}

export type WrongFix = "session" | "path" | "objects";

/** The bucket policies that people write after reading the error, each with its flaw. */
export function wrongFixPolicy(fix: WrongFix, names: PolicyNames): string {
  const bucket = `arn:aws:s3:::${names.bucket}`;
  switch (fix) {
    case "session":
      return policy(names.sessionArn, [bucket, `${bucket}/*`]);
    case "path":
      return policy(names.roleArn.replace(/role\/.*\//, "role/"), [bucket, `${bucket}/*`]);
    case "objects":
      return policy(names.roleArn, [`${bucket}/*`]);
  }
}

function policy(principal: string, resources: readonly string[]): string {
  const statement = {
    Sid: "AllowCrossAccountSync",
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: ["s3:ListBucket", "s3:PutObject"],
    Resource: resources,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);
}
